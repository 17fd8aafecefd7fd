"""Configurations: YAML files read into frozen, checked classes."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import yaml

from metamaster.chain.ranges import CeilingDb, LoudnessLufs
from metamaster.errors import BadConfig
from metamaster.schema import Misfit, fitted
from metamaster.text_file import read_text, shown

T = TypeVar("T")
_MOST_KEYS = 10_000


class DeliveryTarget(msgspec.Struct, frozen=True):
    """What one kind of outlet asks for: integrated loudness in LUFS, highest true peak in dBTP, and why."""

    loudness_lufs: LoudnessLufs
    true_peak_db: CeilingDb
    about: str


class MasterConfig(msgspec.Struct, frozen=True):
    """How a mastering job goes about it where nothing else is asked for."""

    rule: Literal["levenberg-marquardt", "radam"]
    style: Literal["predicted", "learned", "stated", "naive"]
    steps: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    bits: Literal[16, 24, 32]
    true_peak_db: CeilingDb
    loudness: LoudnessLufs | Literal["reference"]
    seed: Annotated[int, msgspec.Meta(ge=0)]


def delivery_targets() -> dict[str, DeliveryTarget]:
    """Name → what that outlet asks for, from ``configs/delivery.yaml``; raises as ``load_config``."""
    return load_config(config_path("delivery.yaml"), dict[str, DeliveryTarget])


def config_path(name: str) -> Path:
    """Where the configuration of that file name lies: in the installed package, or in the checkout.

    Raises BadConfig, naming those there are, if there is none.
    """
    for folder in _shipped_folders():
        if (folder / name).is_file():
            return folder / name
    known = sorted(
        path.relative_to(folder).as_posix() for folder in _shipped_folders() for path in folder.rglob("*.yaml")
    )
    raise BadConfig(f"There is no configuration {name}: choose from {', '.join(known)}.")


def named_config(path: Path | str) -> Path:
    """The file of that name, or where there is none the one that ships, named as in a checkout: ``configs/…``."""
    named = Path(path)
    if named.exists() or named.parts[:1] != ("configs",):
        return named
    shipped = (folder.joinpath(*named.parts[1:]) for folder in _shipped_folders())
    return next((found for found in shipped if found.is_file()), named)


def _shipped_folders() -> list[Path]:
    package = Path(__file__).parent
    return [folder for folder in (package / "configs", package.parent / "configs") if folder.is_dir()]


def load_config(path: Path | str, kind: type[T] | GenericAlias) -> T:
    """A YAML file as a ``kind`` (see ``metamaster.schema.fitted``).

    Raises InputMissing if there is no such file, BadConfig if it is damaged or holds an unknown key (naming those
    allowed), a key twice, or a value out of range (naming key and range).
    """
    with _told_of(path):
        return fitted(_raw(Path(path)), kind)


def master_config(path: Path | None) -> MasterConfig:
    """How to master where no option says otherwise: as a file says, and as ``configs/master.yaml`` where it is silent.

    Raises as ``load_config``.
    """
    shipped = config_path("master.yaml")
    if path is None:
        return load_config(shipped, MasterConfig)
    with _told_of(path):
        given = _raw(named_config(path))
        return fitted({**_raw(shipped), **given} if isinstance(given, dict) else given, MasterConfig)


@contextmanager
def _told_of(path: Path | str) -> Iterator[None]:
    try:
        yield
    except Misfit as error:
        raise BadConfig(f"{shown(path)}: {error}") from error


def _raw(path: Path) -> Any:
    raw = _parsed(read_text(path))
    if raw is None:
        raise Misfit("it is empty: write in it what is to be set, or name another file.")
    return raw


def _parsed(text: str) -> object:
    try:
        return yaml.load(text, Loader=_Loader)
    except Misfit:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise Misfit(f"it is not valid YAML ({reason}): correct it there.") from error


class _Loader(yaml.SafeLoader):
    """YAML as people expect it: no key twice, and 1e-3 is a number, as in YAML 1.2."""

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Hashable, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise _misnamed(node)
        # Keys that are no plain values are for PyYAML to refuse.
        keys = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        twice = [key for key, times in keys.items() if times > 1]
        if twice:
            raise Misfit(f"the key {twice[0]} is there twice (line {node.start_mark.line + 1}): remove one.")
        return super().construct_mapping(node, deep)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        super().flatten_mapping(node)
        if len(node.value) > _MOST_KEYS:
            # Merges (<<) of merges grow a thousandfold in a line.
            raise Misfit(
                f"line {node.start_mark.line + 1} merges more than {_MOST_KEYS} keys: write out what is meant."
            )

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (AttributeError, LookupError, ArithmeticError) as error:
            # PyYAML takes a value for what its tag says, such as !!bool, or its look, without asking whether it is.
            raise _misnamed(node) from error


def _misnamed(node: yaml.Node) -> Misfit:
    line = node.start_mark.line + 1
    return Misfit(f"line {line} holds a value that is not what it says it is: correct it there.")


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+$"), list("-+0123456789")
)
