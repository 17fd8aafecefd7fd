"""Random engineers in the domain of band powers: equaliser and width curves, compression, loudness, a limiter.

Their strengths are those of the engineers in ``tasks.engineers`` that use other software.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float64

from metamaster.measure.bands import THIRD_OCTAVE_HZ

WORKING_LUFS = -18.0
_OCTAVES = np.log2(np.asarray(THIRD_OCTAVE_HZ) / 1000.0)
_STYLE_EQ_DB, _STYLE_SIDE_DB = 7.0, 7.0
_UNMASTERED_EQ_DB, _UNMASTERED_SIDE_DB = 4.6, 4.0
_REMIXED_DB, _REMIXED_SIDE_DB = 2.0, 2.5
"""Standard deviations."""

Curve = Float64[np.ndarray, "29"]


class Treatment(NamedTuple):
    """What is done to one piece, or, stacked, to many; ``limits`` is 1 where there is a limiter, else 0."""

    mid_db: Any
    side_db: Any
    threshold_db: Any
    ratio: Any
    attack_ms: Any
    release_ms: Any
    loudness_lufs: Any
    limits: Any
    limiter_release_ms: Any


def style(rng: np.random.Generator) -> Treatment:
    """What an engineer puts on any song."""
    compressed = rng.random() < 0.85
    return _treatment(
        rng,
        (_STYLE_EQ_DB, _STYLE_SIDE_DB),
        _log_uniform(rng, 1.3, 3.0) if compressed else 1.0,
        (_log_uniform(rng, 3.0, 40.0), _log_uniform(rng, 50.0, 400.0)),
        rng.uniform(-15.0, -9.0),
    )


def unmastering(rng: np.random.Generator) -> Treatment:
    """What turns a master into something like a mix."""
    lot = rng.random()
    squeezed = _log_uniform(rng, 1.3, 3.0) if lot < 0.2 else 1.0 / _log_uniform(rng, 1.1, 1.4)
    return _treatment(
        rng,
        (_UNMASTERED_EQ_DB, _UNMASTERED_SIDE_DB),
        1.0 if lot > 0.75 else squeezed,
        (_log_uniform(rng, 5.0, 40.0), _log_uniform(rng, 50.0, 300.0)),
        rng.uniform(-24.0, -17.0),
    )._replace(limits=np.float32(0.0))


def remixing(rng: np.random.Generator) -> Treatment:
    """What another person at the mixing desk might have made of the same song: its tone and its width."""
    mid_db = _REMIXED_DB * _smooth(rng)
    side_db = mid_db + _REMIXED_SIDE_DB * rng.standard_normal() + _smooth(rng)
    return untouched(WORKING_LUFS)._replace(mid_db=mid_db, side_db=side_db)


def untouched(loudness_lufs: float) -> Treatment:
    """Nothing but a gain."""
    flat = np.zeros(len(_OCTAVES))
    return Treatment(flat, flat, *(np.float64(value) for value in (0.0, 1.0, 10.0, 100.0, loudness_lufs, 0.0, 100.0)))


def _treatment(
    rng: np.random.Generator, most: tuple[float, float], ratio: float, times_ms: tuple[float, float], loudness: float
) -> Treatment:
    mid_db = _equaliser(rng, most[0])
    wider_db = rng.choice([-1.0, 1.0]) * rng.uniform(1.0, most[1]) if rng.random() < 0.85 else 0.0
    uneven_db = 2.0 * _smooth(rng) if rng.random() < 0.3 else 0.0
    threshold_db = WORKING_LUFS + rng.uniform(-8.0, 2.0)
    rest = (threshold_db, ratio, *times_ms, loudness, 1.0, _log_uniform(rng, 20.0, 250.0))
    return Treatment(mid_db, mid_db + wider_db + uneven_db, *(np.float64(value) for value in rest))


def _equaliser(rng: np.random.Generator, most_db: float) -> Curve:
    """Three to five moves among a tilt, two shelves and three bells; sometimes all of them timid."""
    timid = rng.uniform(0.2, 1.0) if rng.random() < 0.3 else 1.0
    curve = np.zeros(len(_OCTAVES))
    for kind in rng.choice(6, size=rng.integers(3, 6), replace=False):
        gain_db = timid * rng.choice([-1.0, 1.0]) * rng.uniform(1.0, most_db)
        if kind == 0:
            curve += gain_db * (np.interp(_OCTAVES, (-4.0, 3.6), (0.0, 1.0)) - 0.5)
        elif kind == 1:
            curve += _shelf(gain_db, -(_OCTAVES - np.log2(_log_uniform(rng, 0.06, 0.3))))
        elif kind == 2:
            curve += _shelf(gain_db, _OCTAVES - np.log2(_log_uniform(rng, 2.5, 10.0)))
        else:
            octaves = _OCTAVES - np.log2(_log_uniform(rng, 0.06, 12.0))
            curve += _bell(gain_db, octaves, _log_uniform(rng, 0.5, 2.0))
    return curve


def _shelf(gain_db: float, octaves: Curve) -> Curve:
    """An analogue high shelf of second order; octaves above the corner."""
    s, a = 1j * 2.0**octaves, 10.0 ** (gain_db / 40.0)
    middle = np.sqrt(2.0 * a) * s
    return np.asarray(20.0 * np.log10(np.abs(a * (a * s * s + middle + 1.0) / (s * s + middle + a))))


def _bell(gain_db: float, octaves: Curve, q: float) -> Curve:
    s, a = 1j * 2.0**octaves, 10.0 ** (gain_db / 40.0)
    return np.asarray(20.0 * np.log10(np.abs((s * s + s * a / q + 1.0) / (s * s + s / (a * q) + 1.0))))


def _smooth(rng: np.random.Generator) -> Curve:
    """A random curve of unit variance that changes over about two octaves."""
    index = np.arange(len(_OCTAVES))
    covariance = np.exp(-0.5 * ((index[:, None] - index) / 5.0) ** 2) + 1e-6 * np.eye(len(index))
    return np.asarray(np.linalg.cholesky(covariance) @ rng.standard_normal(len(index)))


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
