"""How far a genre is one of those that a predictor was taught, told by what reference and mix are like.

Pairs of one genre lie together, spread alike in all genres. How far a pair lies from the nearest genre tells little by
itself, since most of that is what makes any song unlike others; less how far it lies from all genres taken as one it
tells new genres well (Ren et al., "A simple fix to Mahalanobis distance for improving near-OOD detection", 2021).
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Float32

from metamaster.errors import DamagedModel, NoMusic
from metamaster.learn.sealed import Seal, read_sealed, write_sealed

_SEAL = Seal("familiarity", "2", DamagedModel)
_RIDGE = 0.01
"""Of the mean variance: directions in which hardly anything was seen to vary tell little."""
_USUAL, _FARTHEST = 0.98, 0.999
_STEEPNESS = 5.0

Pair = Float[np.ndarray, "size"]
"""What is told of a reference, and then of a mix, as a piece of music each."""
Pairs = Float[np.ndarray, "pairs size"]


class Familiarity(NamedTuple):
    """Where known genres lie."""

    centres: Float32[np.ndarray, "genres size"]
    whitening: Float32[np.ndarray, "size size"]
    """Takes differences to standard deviations within a genre."""
    middle: Float32[np.ndarray, "size"]
    """Of all genres taken as one."""
    overall: Float32[np.ndarray, "size size"]
    """Takes differences to standard deviations over all of them."""
    usual: Float32[np.ndarray, ""]
    """By how much pairs of known genres are usually farther from theirs than from the middle of all: their median."""
    unusual: Float32[np.ndarray, ""]
    """What one in fifty of them exceed, > usual."""
    farthest: Float32[np.ndarray, ""]
    """The squared distance from the nearest genre that hardly any of them exceed, > 0."""

    def share(self, pair: Pair) -> float:
        """From 0 to 1: how far that is of a known genre; one half where it is unusual for those.

        What is stranger than any of them is not known, whatever it is nearer to.
        """
        apart, farther = (float(of[0]) for of in _distances(self, pair[None]))
        steps = _STEEPNESS * (farther - float(self.unusual)) / float(self.unusual - self.usual)
        likely = 0.5 * (1.0 - np.tanh(0.5 * steps))
        return float(likely * min(1.0, float(self.farthest) / max(apart, 1e-9)) ** 2)


def familiarity_of(genres: Mapping[str, Sequence[Pair]]) -> Familiarity:
    """From pairs of each genre; raises NoMusic where they are too few to tell.

    At least two genres and, of each, four pairs. What is usual is told by pairs that the rest was not worked out from.
    """
    if len(genres) < 2 or min(map(len, genres.values())) < 4:
        raise NoMusic(
            "Two genres are needed, and four references of each: take more episodes, or name tasks that have them."
        )
    parts = [np.stack(part).astype(np.float64) for part in genres.values()]
    halves = [[part[half::2] for part in parts] for half in (0, 1)]
    left_out = [_distances(_placed(one), np.concatenate(other)) for one, other in (halves, halves[::-1])]
    apart, farther = (np.concatenate(of) for of in zip(*left_out, strict=True))
    levels = *np.quantile(farther, (0.5, _USUAL)), np.quantile(apart, _FARTHEST)
    usual, unusual, farthest = (np.asarray(level, np.float32) for level in levels)
    return _placed(parts)._replace(usual=usual, unusual=unusual, farthest=farthest)


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
    squares, levels = (found.whitening, found.overall), (found.usual, found.unusual, found.farthest)
    fits = all(square.shape == (size, size) for square in squares) and all(level.shape == () for level in levels)
    if found.centres.ndim != 2 or found.middle.shape != (size,) or not fits:
        raise _SEAL.damaged(path, "its arrays do not fit together")
    return found


def _placed(parts: Sequence[Pairs]) -> Familiarity:
    """Where genres lie, nothing being said yet of how far from them is unusual."""
    centres = np.stack([part.mean(axis=0) for part in parts])
    within = np.concatenate([part - centre for part, centre in zip(parts, centres, strict=True)])
    everything = np.concatenate(parts)
    middle = everything.mean(axis=0)
    ridge = _RIDGE * np.mean(within**2) * np.eye(within.shape[1])
    arrays = centres, _whitening(within, ridge), middle, _whitening(everything - middle, ridge), 0.0, 1.0, 1.0
    return Familiarity(*(np.asarray(array, np.float32) for array in arrays))


def _whitening(apart: Pairs, ridge: np.ndarray) -> np.ndarray:
    covariance = apart.T @ apart / len(apart) + ridge
    return np.asarray(np.linalg.cholesky(np.linalg.inv(covariance)))


def _distances(known: Familiarity, pairs: Pairs) -> tuple[Float[np.ndarray, "pairs"], Float[np.ndarray, "pairs"]]:
    """Squared, to the nearest centre, and by how much more than to the middle of all."""
    near = [np.sum(((pairs - centre) @ known.whitening) ** 2, axis=1) for centre in known.centres]
    apart = np.min(near, axis=0)
    return apart, apart - np.sum(((pairs - known.middle) @ known.overall) ** 2, axis=1)
