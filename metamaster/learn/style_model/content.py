"""What a piece with that fingerprint usually sounds like: kernel regression, which is a Gaussian process's mean."""

import numpy as np
from jaxtyping import Float64

from metamaster.learn.style_model.model import Content
from metamaster.style.fingerprint import group_bounds

_FARTHEST = 3.0

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


def expected(content: Content, prints: Prints) -> Float64[np.ndarray, "pieces 67"]:
    """The features, in dB, that pieces with those fingerprints usually have."""
    return np.asarray(content.mean + kernel(standardised(content, prints), content.prints) @ content.pull)
