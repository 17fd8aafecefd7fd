"""The learned numbers of the style model, and the two pieces that it compares."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float64

from metamaster.learn.style_model.hypotheses import HYPOTHESES
from metamaster.style.aspects import ASPECTS, LEAST_TONE_DB, features
from metamaster.style.fingerprint import GROUPS, Fingerprint, fingerprint
from metamaster.style.frames import Frames
from metamaster.style.moments import Moments, moments_of
from metamaster.style.names import Aspect
from metamaster.style.reading import describe_file

ENTRIES: dict[Aspect, int] = {"tone": 29, "width": 10, "dynamics": 27, "plr": 1}
FEATURES = sum(ENTRIES.values())
LIKENESSES = len(GROUPS) + 3
"""How alike two pieces are: in each group of the fingerprint, and in three ways more."""

Vector = Float64[np.ndarray, "67"]
Matrix = Float64[np.ndarray, "67 67"]
_CASES = len(HYPOTHESES)


class Piece(NamedTuple):
    """What is known of a piece of music: its features in dB, which of them tell something, fingerprint and moments."""

    features: Vector
    heard: Bool[np.ndarray, "67"]
    printed: Fingerprint
    moments: Moments


class Content(NamedTuple):
    """What is known of songs: a kernel regression from fingerprint to features, and how far songs stray from it."""

    print_mean: Float64[np.ndarray, "616"]
    print_spread: Float64[np.ndarray, "616"]
    prints: Float64[np.ndarray, "songs 616"]
    """Standardised fingerprints of the songs that it learned from."""
    pull: Float64[np.ndarray, "songs 67"]
    """What a song just like one of them adds to the mean."""
    mean: Vector
    between: Matrix
    """Covariance of what the fingerprint does not tell."""
    sections: Matrix
    """Covariance of the difference between two sections of one song."""


class Moves(NamedTuple):
    """What engineers do to the features: mastering in a style, and what a mix lacks of a master."""

    style_mean: Vector
    style: Matrix
    unmastered_mean: Vector
    unmastered: Matrix


class Gate(NamedTuple):
    """How the hypotheses are weighed, for each aspect (first axis, in the order of ``ASPECTS``)."""

    bias: Float64[np.ndarray, f"4 {_CASES}"]
    log_trust: Float64[np.ndarray, "4 4"]
    """Log of how much the evidence from each aspect (second axis) counts."""
    likeness: Float64[np.ndarray, f"4 {LIKENESSES}"]
    """What each likeness says for the same song."""
    same_song: Float64[np.ndarray, "4"]
    log_gain: Float64[np.ndarray, f"4 {_CASES}"]
    likeness_mean: Float64[np.ndarray, f"{LIKENESSES}"]
    likeness_spread: Float64[np.ndarray, f"{LIKENESSES}"]


class StyleModel(NamedTuple):
    """All that was learned about style and content."""

    content: Content
    moves: Moves
    gate: Gate


def piece_of(frames: Frames) -> Piece:
    """What the model is told of a whole file."""
    found = features(describe_file(frames))
    joined = np.concatenate([np.asarray(found[aspect], np.float64) for aspect in ASPECTS])
    return piece_with(joined, frames)


def piece_with(joined: Vector, frames: Frames) -> Piece:
    """The same, where the features of all aspects, one after another, have been read already."""
    return Piece(joined, heard_in(joined), fingerprint(frames), moments_of(frames))


def heard_in(joined: Vector) -> Bool[np.ndarray, "67"]:
    """Which entries tell something: not those of empty bands."""
    tone = joined[: ENTRIES["tone"]] > LEAST_TONE_DB
    width = np.append(tone, False).reshape(10, 3).any(axis=1)
    return np.concatenate([tone, width, np.ones(FEATURES - tone.size - width.size, bool)])


def aspect_slices() -> dict[Aspect, slice]:
    """Where each aspect lies in the vector of all features."""
    ends = np.cumsum(list(ENTRIES.values()))
    return {aspect: slice(end - ENTRIES[aspect], end) for aspect, end in zip(ASPECTS, ends.tolist(), strict=True)}
