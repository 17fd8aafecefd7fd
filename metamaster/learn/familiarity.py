"""How far a genre is one of those that a predictor was taught, told by where their references lie.

A predictor turns a reference into a few numbers that stand for its genre. There the references of a genre lie together,
spread alike in all genres; those of a genre that it never met lie apart (Lee et al., "A simple unified framework for
detecting out-of-distribution samples", NeurIPS 2018).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Float32

from metamaster.errors import DamagedModel, NoMusic
from metamaster.learn.sealed import Seal, read_sealed, write_sealed

_SEAL = Seal("familiarity", "1", DamagedModel)
_RIDGE = 0.1
"""Of the mean variance: directions in which hardly anything was seen to vary tell little."""
_USUAL = 0.95
_STEEPNESS = 4.0

Genre = Float[np.ndarray, "size"]


class Familiarity(NamedTuple):
    """Where known genres lie."""

    centres: Float32[np.ndarray, "genres size"]
    whitening: Float32[np.ndarray, "size size"]
    """Takes differences to standard deviations within a genre."""
    unusual: Float32[np.ndarray, ""]
    """The squared distance to the nearest centre that one in twenty references of known genres exceed, > 0."""

    def share(self, genre: Genre) -> float:
        """From 0 to 1: how far that is a known genre; one half at the distance that is unusual for those."""
        far = float(_distance(self.centres, self.whitening, genre[None])[0]) / float(self.unusual)
        return 1.0 / (1.0 + far**_STEEPNESS)


def familiarity_of(genres: Mapping[str, Sequence[Genre]]) -> Familiarity:
    """From references of each genre, as the predictor takes them; raises NoMusic where they are too few to tell.

    At least two genres and, of each, two references.
    """
    if len(genres) < 2 or min(map(len, genres.values())) < 2:
        raise NoMusic(
            "Two genres are needed, and two references of each: take more episodes, or name tasks that have them."
        )
    parts = [np.stack(part).astype(np.float64) for part in genres.values()]
    centres = np.stack([part.mean(axis=0) for part in parts])
    apart = np.concatenate([part - centre for part, centre in zip(parts, centres, strict=True)])
    within = apart.T @ apart / (len(apart) - len(parts))
    size = len(within)
    whitening = np.linalg.cholesky(np.linalg.inv(within + _RIDGE * np.trace(within) / size * np.eye(size)))
    unusual = np.quantile(_distance(centres, whitening, np.concatenate(parts)), _USUAL)
    return Familiarity(*(np.asarray(array, np.float32) for array in (centres, whitening, unusual)))


def save_familiarity(
    path: Path, familiarity: Familiarity, about: Mapping[str, object], overwrite: bool = False
) -> None:
    """Writes the whole file or none; raises OutputExists, OutputUnwritable or OutputFull."""
    write_sealed(path, _SEAL, familiarity._asdict(), json.dumps(dict(about), sort_keys=True), overwrite)


def load_familiarity(path: Path) -> Familiarity:
    """What a file holds; raises InputMissing, or DamagedModel for what is no whole one."""
    arrays, _ = read_sealed(path, _SEAL)
    if arrays.keys() != set(Familiarity._fields):
        raise _SEAL.damaged(path, "it holds other arrays")
    found = Familiarity(**arrays)
    size = found.centres.shape[-1]
    if found.centres.ndim != 2 or found.whitening.shape != (size, size) or found.unusual.shape != ():
        raise _SEAL.damaged(path, "its arrays do not fit together")
    return found


def _distance(
    centres: Float[np.ndarray, "genres size"],
    whitening: Float[np.ndarray, "size size"],
    references: Float[np.ndarray, "references size"],
) -> Float[np.ndarray, "references"]:
    """Squared, to the nearest centre."""
    apart = (references[:, None] - centres) @ whitening
    return np.min(np.sum(apart**2, axis=-1), axis=1)
