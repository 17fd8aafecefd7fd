"""Dynamics that work on the root mean square of the whole sound, with a soft knee: compressor, expander, transients."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from scipy import signal

from tasks.engineers.engineer import Stereo

_CONTROL_S = 0.002
"""Gains are worked out every 2 ms and interpolated."""


@dataclass(frozen=True)
class Dynamics:
    """A compressor (ratio above 1) or an expander (below 1) of the peaks over a threshold, both channels alike."""

    threshold_db: float
    ratio: float
    knee_db: float
    attack_ms: float
    release_ms: float


def compressed(audio: Stereo, dynamics: Dynamics, sample_rate: int) -> Stereo:
    """The sound with its level above the threshold drawn together by the ratio, or apart."""
    level_db = _level_db(audio, sample_rate)
    over_db = level_db - dynamics.threshold_db
    knee_db = max(dynamics.knee_db, 0.1)
    inside = np.clip(over_db + 0.5 * knee_db, 0.0, knee_db)
    excess_db = inside**2 / (2.0 * knee_db) + np.maximum(over_db - 0.5 * knee_db, 0.0)
    wanted_db = (1.0 / dynamics.ratio - 1.0) * excess_db
    return _with_gain(audio, _followed(wanted_db, dynamics.attack_ms, dynamics.release_ms), sample_rate)


def transients_shaped(audio: Stereo, amount_db: float, sample_rate: int) -> Stereo:
    """The sound with its attacks raised (or lowered) by up to ``amount_db``: where a fast mean exceeds a slow one."""
    level_db = _level_db(audio, sample_rate)
    attack_db = _followed(level_db, 3.0, 30.0) - _followed(level_db, 60.0, 120.0)
    return _with_gain(audio, amount_db * np.clip(attack_db / 6.0, 0.0, 1.0), sample_rate)


def _level_db(audio: Stereo, sample_rate: int) -> Float64[np.ndarray, " steps"]:
    """Mean square of both channels in steps of 2 ms, averaged over some 10 ms."""
    hop = _hop(sample_rate)
    steps = -(-audio.shape[1] // hop)
    padded = np.pad(audio, ((0, 0), (0, steps * hop - audio.shape[1])))
    power = np.square(padded.astype(np.float64)).mean(axis=0).reshape(steps, hop).mean(axis=1)
    smooth = np.convolve(power, np.full(5, 0.2), mode="same")
    return np.asarray(10.0 * np.log10(smooth + 1e-10))


def _followed(wanted_db: Float64[np.ndarray, " steps"], attack_ms: float, release_ms: float) -> np.ndarray:
    """A decoupled follower in dB: the slow fall of a peak follower, then a one-pole of the attack."""
    attack, release = (float(np.exp(-1000.0 * _CONTROL_S / ms)) for ms in (attack_ms, release_ms))
    rising = wanted_db if wanted_db.max() > 0.0 else -wanted_db
    held = np.empty_like(rising)
    state = float(rising[0])
    for step, value in enumerate(rising.tolist()):
        state = max(value, release * state + (1.0 - release) * value)
        held[step] = state
    first = np.array([attack * held[0]])
    followed, _ = signal.lfilter([1.0 - attack], [1.0, -attack], held, zi=first)
    return np.asarray(followed if rising is wanted_db else -followed)


def _with_gain(audio: Stereo, gain_db: Float64[np.ndarray, " steps"], sample_rate: int) -> Stereo:
    hop = _hop(sample_rate)
    middle = hop * (np.arange(len(gain_db)) + 0.5)
    gain = np.interp(np.arange(audio.shape[1]), middle, 10.0 ** (gain_db / 20.0))
    return np.asarray(audio * gain.astype(np.float32), dtype=np.float32)


def _hop(sample_rate: int) -> int:
    return max(round(_CONTROL_S * sample_rate), 1)
