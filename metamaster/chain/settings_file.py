"""The settings file: everything needed to master again with a chain that was found, readable by people.

JSON in physical units, versioned and validated: every parameter of the table by its dotted name, what was to be
delivered, where the chain came from, and how sure it is.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec

from metamaster.audio.atomic import atomic_text
from metamaster.chain.parameters import INDEX, parameter
from metamaster.chain.ranges import CeilingDb, LoudnessLufs
from metamaster.chain.settings import Settings, settings_from
from metamaster.chain.settings_versions import current_content, with_version
from metamaster.chain.uncertainty import Uncertainty, refuse_strangers
from metamaster.errors import DamagedSettings
from metamaster.schema import Misfit, fitted
from metamaster.text_file import read_text, shown
from metamaster.version import __version__

CREATED_BY = f"metamaster {__version__}"


class Delivery(msgspec.Struct, frozen=True):
    """What was promised: integrated loudness (None: that of the mix) and the highest true peak in dBTP."""

    loudness_lufs: LoudnessLufs | None
    true_peak_db: CeilingDb


class NamedReference(msgspec.Struct, frozen=True):
    """A reference by name, and its weight among the references."""

    name: str
    weight: Annotated[float, msgspec.Meta(ge=0.0)]


class About(msgspec.Struct, frozen=True):
    """Where the chain came from; the rule and its steps are None where nothing was adapted."""

    created_by: str
    mix: str
    references: tuple[NamedReference, ...]
    seed: Annotated[int, msgspec.Meta(ge=0)]
    rule: str | None = None
    steps: Annotated[int, msgspec.Meta(ge=0)] | None = None


class SettingsFile(msgspec.Struct, frozen=True):
    """The chain's settings, what was to be delivered, where they came from, and how sure they are (None: unknown)."""

    settings: Settings
    delivery: Delivery
    about: About
    uncertainty: Uncertainty | None = None


class _Content(msgspec.Struct, frozen=True):
    parameters: dict[str, float]
    delivery: Delivery
    about: About
    uncertainty: Uncertainty | None = None


def load_settings(path: Path | str) -> SettingsFile:
    """Reads and checks a settings file of this version or an earlier one.

    Raises InputMissing if there is none, DamagedSettings if it is damaged, later than this release, or has an
    unknown key or a value out of range.
    """
    path = Path(path)
    try:
        return _settings_file(_parsed(read_text(path)))
    except (Misfit, DamagedSettings) as error:
        raise DamagedSettings(f"{shown(path)}: {error}") from error


def save_settings(path: Path | str, file: SettingsFile, overwrite: bool = False) -> None:
    """Writes a settings file whole or not at all; what is written can be read again.

    Raises DamagedSettings if a value is out of range, OutputExists, OutputUnwritable or OutputFull.
    """
    path = Path(path)
    content = msgspec.to_builtins(_Content(file.settings.as_dict(), file.delivery, file.about, file.uncertainty))
    raw = with_version({key: value for key, value in content.items() if value is not None})
    # Names of files may hold what no encoding can write.
    text = json.dumps(raw, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode()
    try:
        # msgspec checks ranges where it reads, not where a struct is made.
        _settings_file(_parsed(text))
    except (Misfit, DamagedSettings) as error:
        raise DamagedSettings(f"{shown(path)} was not written: {error}") from error
    atomic_text(path, text + "\n", overwrite)


def _settings_file(raw: object) -> SettingsFile:
    content = fitted(current_content(raw), _Content)
    settings = settings_from(content.parameters)
    missing = [name for name in INDEX if name not in content.parameters]
    if missing:
        neutral = parameter(missing[0])
        raise Misfit(f"the parameter {neutral.name} is missing: add it ({neutral.default:g} is neutral).")
    if content.uncertainty is not None:
        refuse_strangers(content.uncertainty)
    return SettingsFile(settings, content.delivery, content.about, content.uncertainty)


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_reject_constant)
    except Misfit:
        raise
    except (ValueError, RecursionError) as error:
        raise Misfit(f"it is damaged ({error}): correct it there or write it anew.") from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise Misfit(f"the key {twice} is there twice: remove one.")
    return content


def _reject_constant(word: str) -> NoReturn:
    raise Misfit(f"it holds {word}, which is no number: correct it.")
