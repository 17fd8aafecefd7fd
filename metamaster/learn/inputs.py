"""What the predictor is told of a piece of music, and of a pair of pieces: a fixed number of standardised figures."""

from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Float, Float32
from scipy.fft import dct

from metamaster.learn.style_model.content import standardised
from metamaster.learn.style_model.file import shipped_style_model
from metamaster.learn.style_model.model import FEATURES, Piece, Vector, aspect_slices
from metamaster.style.aspects import ASPECTS
from metamaster.style.descriptor import by_octave
from metamaster.style.fingerprint import GROUPS, Fingerprint
from metamaster.style.statistics import style_statistics

_BANDS = 29
_NEIGHBOURS = (28, 26, 23, 17)
_CURVES = tuple(
    length
    for name, size in GROUPS.items()
    for length in (_NEIGHBOURS if name == "neighbours" else (_BANDS,) * (size // _BANDS))
)
_WAVES = 4
"""A curve over the bands is told by its mean and its slowest waves."""
_USUAL_LUFS, _LUFS_SPREAD = -14.0, 6.0
_USUAL_WIDTH_DB, _WIDTH_SPREAD = -9.0, 5.0
_FARTHEST = 6.0
"""Standard deviations; music that is stranger than this is told to be this strange."""

_AS_A_WHOLE = 2
"""Loudness and width of all of it."""
PIECE_INPUTS = FEATURES + _AS_A_WHOLE + _WAVES * len(_CURVES)
LOOKS: dict[str, slice] = {"whole": slice(None), "fingerprint": slice(FEATURES + _AS_A_WHOLE, PIECE_INPUTS)}
"""What each look at who mastered a reference sees, of its inputs and of a mix's."""
SURENESS = np.array([0.5, 4.0], np.float32)
"""What the log-odds of each look, in their order, are multiplied by (temperature scaling, Guo et al. 2017).

On music that it has never met the look at the whole is too sure of itself, that at fingerprints is not sure enough.
"""
PAIR_INPUTS = 2 * FEATURES + 1
MIX_INPUTS = PIECE_INPUTS + PAIR_INPUTS
ASKED = slice(PIECE_INPUTS, PIECE_INPUTS + FEATURES)
"""Which of a mix's inputs tell what is asked for as yet."""
APART = slice(PIECE_INPUTS + FEATURES, PIECE_INPUTS + 2 * FEATURES)
"""Which tell how far the reference is from it, as far as both are likely the same song."""
SAME_SONG = MIX_INPUTS - 1
"""Which of a mix's inputs tells whether the reference is the same song: the last."""

Told = Float32[np.ndarray, "inputs"]


def piece_inputs(piece: Piece, loudness_lufs: float) -> Told:
    """The features of each aspect, loudness, width and the fingerprint, each against what music is like."""
    mean, spread = _standard()
    loudness = (loudness_lufs - _USUAL_LUFS) / _LUFS_SPREAD
    width = (_width_db(piece.features) - _USUAL_WIDTH_DB) / _WIDTH_SPREAD
    return _bounded(np.concatenate([(piece.features - mean) / spread, [loudness, width], _summary(piece.printed)]))


def mix_inputs(piece: Piece, loudness_lufs: float, reference: Piece, base: Vector, same_song: float) -> Told:
    """What is told of a mix that is to be brought to a reference: ``base`` is the change in dB asked for as yet.

    ``same_song`` is the probability that both are the same song: only then does the difference between them count.
    """
    apart = same_song * (reference.features - piece.features)
    pair = np.concatenate([base / usual_moves(), apart / usual_moves(), [2.0 * same_song - 1.0]])
    return np.concatenate([piece_inputs(piece, loudness_lufs), _bounded(pair)])


def pair_of(reference: Float32[np.ndarray, "piece"], mix: Told) -> Float32[np.ndarray, "pair"]:
    """What each is like as a piece of music, one after the other, of what is told of a reference and of a mix."""
    return np.concatenate([reference, mix[:PIECE_INPUTS]])


def likely_same(told: Any) -> Any:
    """The probability that mix and reference are the same song, from what is told of it in a mix's last input."""
    return 0.5 * (1.0 + told)


@cache
def usual_moves() -> Float32[np.ndarray, "67"]:
    """By how many dB mastering usually moves each feature."""
    known = style_statistics()
    return np.sqrt(np.concatenate([np.diag(known[aspect].moves) for aspect in ASPECTS])).astype(np.float32)


def _width_db(entries: Vector) -> float:
    """Side over mid, all of it: engineers judge by that, and no sum of decibels tells it."""
    parts = aspect_slices()
    mid = by_octave(10.0 ** (entries[parts["tone"]] / 10.0)).sum(axis=1)
    side = mid * 10.0 ** (entries[parts["width"]] / 10.0)
    return float(10.0 * np.log10(side.sum() / mid.sum()))


def _summary(printed: Fingerprint) -> Float[np.ndarray, "waves"]:
    """The slow waves of each of the fingerprint's curves."""
    told = standardised(shipped_style_model().content, printed[None])[0]
    curves = np.split(told, np.cumsum(_CURVES)[:-1])
    return np.concatenate([dct(curve, norm="ortho")[:_WAVES] / np.sqrt(len(curve)) for curve in curves])


def _bounded(told: np.ndarray) -> Told:
    return np.clip(told, -_FARTHEST, _FARTHEST).astype(np.float32)


@cache
def _standard() -> tuple[Float32[np.ndarray, "67"], Float32[np.ndarray, "67"]]:
    known = style_statistics()
    mean = np.concatenate([known[aspect].mean for aspect in ASPECTS])
    spread = np.sqrt(np.concatenate([np.diag(known[aspect].between) for aspect in ASPECTS]))
    return mean.astype(np.float32), spread.astype(np.float32)
