"""Arrays in a file with a header in JSON and a checksum over both: safetensors, so no code is run on loading."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from metamaster.audio.atomic import atomic_bytes
from metamaster.errors import InputMissing, MetamasterError

Arrays = dict[str, np.ndarray]


class Seal(NamedTuple):
    """A kind of file."""

    what: str
    """What a user calls it, such as ``genre``."""
    version: str
    refusal: type[MetamasterError]
    """Raised for a file that is damaged or of another kind."""

    @property
    def format(self) -> str:
        """How the file says what it is."""
        return f"metamaster {self.what}"

    def damaged(self, path: Path, why: str) -> MetamasterError:
        """What to raise for a file of this kind that cannot be used."""
        return self.refusal(f"{path} is a damaged {self.what} ({why}): fetch or make it again, or name another.")


class Opened(NamedTuple):
    """What a file holds."""

    arrays: Arrays
    header: str


def write_sealed(path: Path, seal: Seal, arrays: Arrays, header: str, overwrite: bool = False) -> None:
    """Writes the whole file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    metadata = {
        "format": seal.format,
        "version": seal.version,
        "made": header,
        "sha256": _checksum(arrays, header),
    }
    atomic_bytes(path, _in_order(save(arrays, metadata)), overwrite)


def read_sealed(path: Path, seal: Seal) -> Opened:
    """Arrays and header of a file, whole as written: real numbers, and all finite.

    Raises InputMissing, or the seal's refusal for what is damaged, from another version or something else.
    """
    arrays, metadata = _read(path, seal)
    if metadata.get("format") != seal.format:
        raise seal.refusal(f"{path} is no {seal.what} of metamaster: name a file that metamaster wrote.")
    if metadata.get("version") != seal.version:
        raise seal.refusal(
            f"{path} has version {metadata.get('version')} of its format, where this metamaster has {seal.version}: "
            "make it again, or update metamaster."
        )
    header = metadata.get("made", "")
    if metadata.get("sha256") != _checksum(arrays, header):
        raise seal.damaged(path, "its checksum is wrong")
    for name, array in arrays.items():
        if array.dtype.kind != "f":
            # The checksum does not hold the type: the same bytes would be other numbers.
            raise seal.damaged(path, f"{name} is not made of real numbers")
        if not np.isfinite(array).all():
            raise seal.damaged(path, f"{name} is not finite")
    return Opened(arrays, header)


def is_another(path: Path, seal: Seal) -> bool:
    """Whether a file can be read and says that it is of another kind, or of none."""
    try:
        with safe_open(path, framework="numpy") as file:
            return (file.metadata() or {}).get("format") != seal.format
    except (SafetensorError, OSError):
        return False


def _read(path: Path, seal: Seal) -> tuple[Arrays, Mapping[str, str]]:
    if not path.is_file():
        raise InputMissing(f"{path} does not exist: name a {seal.what} (.safetensors).")
    try:
        with safe_open(path, framework="numpy") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise seal.refusal(
            f"{path} is no {seal.what}, or a damaged one: name a file that metamaster wrote (.safetensors)."
        ) from error


def _in_order(content: bytes) -> bytes:
    """The same safetensors file with its keys in order, which the library leaves to chance."""
    end = 8 + int.from_bytes(content[:8], "little")
    keys = json.dumps(json.loads(content[8:end]), sort_keys=True, separators=(",", ":")).encode()
    keys += b" " * (-len(keys) % 8)
    return len(keys).to_bytes(8, "little") + keys + content[end:]


def _checksum(arrays: Arrays, header: str) -> str:
    digest = hashlib.sha256(header.encode())
    for name in sorted(arrays):
        digest.update(f"{name} {arrays[name].shape}".encode())
        digest.update(arrays[name].tobytes())
    return digest.hexdigest()
