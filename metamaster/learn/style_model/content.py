"""What a piece with that fingerprint usually sounds like: kernel regression, which is a Gaussian process's mean."""

import numpy as np
from jaxtyping import Float64, Int

from metamaster.learn.style_model.model import Content
from metamaster.style.fingerprint import group_bounds

_FARTHEST = 3.0
_NOISE, _SONG_NOISE = 0.1, 0.03
"""Of every stretch, and shared by those of a song, relative to the kernel's one."""

Prints = Float64[np.ndarray, "pieces 616"]


def standardised(content: Content, prints: Prints) -> Prints:
    """Fingerprints in standard deviations from the usual, three at the most."""
    return np.clip((prints - content.print_mean) / content.print_spread, -_FARTHEST, _FARTHEST)


def kernel(one: Prints, other: Float64[np.ndarray, "others 616"]) -> Float64[np.ndarray, "pieces others"]:
    """How alike standardised fingerprints are, 0 to 1; every group counts the same."""
    distance = np.zeros((len(one), len(other)))
    bounds = group_bounds()
    for begin, end in bounds:
        a, b = one[:, begin:end], other[:, begin:end]
        squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2.0 * a @ b.T
        distance += np.maximum(squares, 0.0) / ((end - begin) * len(bounds))
    return np.asarray(np.exp(-0.5 * distance))


def covariance(prints: Prints, song: Int[np.ndarray, "pieces"]) -> Float64[np.ndarray, "pieces pieces"]:
    """How stretches with those standardised fingerprints, numbered by song, are taken to vary together."""
    same = song[:, None] == song
    return kernel(prints, prints) + _NOISE * np.eye(len(prints)) + _SONG_NOISE * same


def forgetting(content: Content, song: Int[np.ndarray, "songs"], forgotten: frozenset[int]) -> Content:
    """The content as if some of the numbered songs had not been learned from; means and covariances stay.

    Their fingerprints stay too, shared with the whole, but nothing follows from them: so many can be kept at a time.
    """
    kept = ~np.isin(song, sorted(forgotten))
    among = covariance(content.prints, song)
    strayed = (among @ content.pull)[kept]
    pull = np.zeros_like(content.pull)
    pull[kept] = np.linalg.solve(among[np.ix_(kept, kept)], strayed)
    return content._replace(pull=pull)


def expected(content: Content, prints: Prints) -> Float64[np.ndarray, "pieces 67"]:
    """The features, in dB, that pieces with those fingerprints usually have."""
    return np.asarray(content.mean + kernel(standardised(content, prints), content.prints) @ content.pull)
