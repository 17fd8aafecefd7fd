"""A genre in a file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np

from metamaster.chain.settings import clamped
from metamaster.chain.settings_file import CREATED_BY
from metamaster.errors import DamagedGenre
from metamaster.learn.genre.model import Exemplar, Genre, House, Moves
from metamaster.learn.sealed import Arrays, Seal, is_another, read_sealed, write_sealed
from metamaster.learn.style_model.model import Piece
from metamaster.schema import Misfit, fitted
from metamaster.style.moments import LEVELS

SUFFIX = ".safetensors"
_SEAL = Seal("genre", "1", DamagedGenre)
_CONTROLS = 52
_MOVES = "house.moves", "house.moves_spread"
_MOMENTS = "references.moments"
_PIECE = {"features": 67, "heard": 67, "printed": 616}


class _Reference(msgspec.Struct, frozen=True):
    name: str
    weight: Annotated[float, msgspec.Meta(gt=0.0)]
    loudness_lufs: float
    moments: Annotated[int, msgspec.Meta(ge=0)] = 0
    """How many of the rows there are are its own; older files have none."""


class _Header(msgspec.Struct, frozen=True):
    name: str
    created_by: str
    references: tuple[_Reference, ...]
    mixes: tuple[str, ...]


def save_genre(path: Path, genre: Genre, overwrite: bool = False) -> None:
    """Writes the whole file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    references = tuple(
        _Reference(one.name, one.weight, one.loudness_lufs, len(one.piece.moments)) for one in genre.exemplars
    )
    header = _Header(genre.name, CREATED_BY, references, genre.house.mixes if genre.house else ())
    arrays: Arrays = {
        f"references.{part}": np.stack([getattr(one.piece, part) for one in genre.exemplars]) for part in _PIECE
    }
    if genre.house is not None:
        arrays |= {"house.start": np.array(genre.house.start.values), "house.spread": genre.house.spread}
        if genre.house.moves is not None:
            arrays |= dict(zip(_MOVES, genre.house.moves, strict=True))
    arrays = {name: np.ascontiguousarray(array, np.float64) for name, array in arrays.items()}
    if any(one.moments for one in references):
        arrays[_MOMENTS] = np.concatenate([one.piece.moments for one in genre.exemplars])
    write_sealed(path, _SEAL, arrays, json.dumps(msgspec.to_builtins(header), sort_keys=True), overwrite)


def load_genre(path: Path) -> Genre:
    """The genre of a file; raises InputMissing, or DamagedGenre for what is no whole genre."""
    arrays, text = read_sealed(path, _SEAL)
    try:
        header = fitted(json.loads(text), _Header)
    except (ValueError, Misfit) as error:
        raise _SEAL.damaged(path, "its header cannot be read") from error
    count, has_house = len(header.references), bool(header.mixes)
    wanted: dict[str, tuple[int, ...]] = {f"references.{part}": (count, size) for part, size in _PIECE.items()}
    moments = sum(one.moments for one in header.references)
    if moments:
        wanted[_MOMENTS] = (moments, LEVELS)
    if has_house:
        wanted |= {"house.start": (_CONTROLS,), "house.spread": (_CONTROLS,)}
        if _MOVES[0] in arrays:
            wanted |= dict.fromkeys(_MOVES, (_CONTROLS,))
    if not count or {name: array.shape for name, array in arrays.items()} != wanted:
        raise _SEAL.damaged(path, "it holds other arrays")
    house = _house(header.mixes, arrays) if has_house else None
    return Genre(header.name, _exemplars(header.references, arrays), house)


def is_no_genre(path: Path) -> bool:
    """Whether a file is something else, such as a model, rather than a damaged genre."""
    return is_another(path, _SEAL)


def _house(mixes: tuple[str, ...], arrays: Arrays) -> House:
    moves = Moves(*(arrays[name].astype(np.float32) for name in _MOVES)) if _MOVES[0] in arrays else None
    start, spread = clamped(arrays["house.start"].tolist()), arrays["house.spread"].astype(np.float32)
    return House(mixes, start, spread, moves)


def _exemplars(references: Sequence[_Reference], arrays: Arrays) -> tuple[Exemplar, ...]:
    rows = zip(*(arrays[f"references.{part}"] for part in _PIECE), strict=True)
    ends = np.cumsum([one.moments for one in references])[:-1]
    moments = np.split(arrays.get(_MOMENTS, np.zeros((0, LEVELS))).astype(np.float32), ends)
    pieces = [
        Piece(features, heard > 0.5, fingerprint, own)
        for (features, heard, fingerprint), own in zip(rows, moments, strict=True)
    ]
    return tuple(
        Exemplar(one.name, one.weight, one.loudness_lufs, piece) for one, piece in zip(references, pieces, strict=True)
    )
