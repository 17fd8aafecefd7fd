"""JUCE's filter designs in NumPy float32, operation by operation: what coefficients are compared with."""

import itertools
from collections.abc import Iterator

import numpy as np

ONE, TWO = np.float32(1.0), np.float32(2.0)


def coefficients(
    kind: str, sample_rate: int, freq_hz: float, gain_db: float, q: float, flips: tuple[int, ...] = (0, 0, 0)
) -> np.ndarray:
    """b0, b1, b2, a1, a2; the results of the three library functions are ``flips`` last bits off.

    The C library rounds sin, cos, tan and pow correctly nearly always, but not always.
    """
    freq, gain, quality = np.float32(freq_hz), np.float32(gain_db), np.float32(q)
    if kind == "high_pass":
        n = flipped(np.tan(np.float64(np.float32(np.pi) * freq / np.float32(sample_rate))), flips[0])
        return divided([ONE, -ONE, np.float32(0.0)], [n + ONE, n - ONE, np.float32(0.0)])
    omega = np.float64(TWO * np.float32(np.pi) * np.clip(freq, TWO, np.float32(sample_rate / 2 - 100)))
    omega = np.float64(np.float32(omega) / np.float32(sample_rate))
    sine, cosine = flipped(np.sin(omega), flips[0]), flipped(np.cos(omega), flips[1])
    A = np.sqrt(flipped(10.0 ** np.float64(gain * np.float32(0.05)), flips[2]))
    if kind == "peak":
        alpha, c2 = sine / (quality * TWO), -TWO * cosine
        return divided([ONE + alpha * A, c2, ONE - alpha * A], [ONE + alpha / A, c2, ONE - alpha / A])
    beta, minus, plus = sine * np.sqrt(A) / quality, A - ONE, A + ONE
    upper, lower = plus - minus * cosine, plus + minus * cosine
    if kind == "low_shelf":
        above = [A * (upper + beta), A * TWO * (minus - plus * cosine), A * (upper - beta)]
        return divided(above, [lower + beta, -TWO * (minus + plus * cosine), lower - beta])
    above = [A * (lower + beta), A * -TWO * (minus + plus * cosine), A * (lower - beta)]
    return divided(above, [upper + beta, TWO * (minus - plus * cosine), upper - beta])


def nearby_coefficients(kind: str, sample_rate: int, *values: float) -> Iterator[np.ndarray]:
    """The coefficients for every choice of last bits of the library functions."""
    for flips in itertools.product((0, -1, 1), repeat=3):
        yield coefficients(kind, sample_rate, *values, flips)


def flipped(exact: np.float64, last_bits: int) -> np.float32:
    """The value in float32, so many last bits off."""
    return (np.float32(exact).view(np.int32) + np.int32(last_bits)).view(np.float32)


def divided(above: list[np.float32], below: list[np.float32]) -> np.ndarray:
    inverse = ONE / below[0]
    return np.array([value * inverse for value in (*above, *below[1:])], np.float32)
