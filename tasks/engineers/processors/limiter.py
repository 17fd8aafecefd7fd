"""A look-ahead limiter of another make: sample peaks only, and a gain smoothed by a box."""

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from tasks.engineers.engineer import Stereo

_CONTROL = 32


def peak_limited(audio: Stereo, ceiling: float, look_ahead_ms: float, release_ms: float, sample_rate: int) -> Stereo:
    """No sample above ``ceiling``; the gain recovers by 10 dB in ``release_ms``, in decibels linearly."""
    steps = -(-audio.shape[1] // _CONTROL)
    padded = np.pad(audio, ((0, 0), (0, steps * _CONTROL - audio.shape[1])))
    peak = np.abs(padded).max(axis=0).reshape(steps, _CONTROL).max(axis=1)
    need_db = 20.0 * np.log10(np.maximum(peak / ceiling, 1.0))
    reach = max(round(look_ahead_ms * 1e-3 * sample_rate / _CONTROL), 1)
    # Held over the box on both sides, so that the mean over it is never less than what its middle needs.
    held = maximum_filter1d(need_db, 2 * reach + 3, mode="nearest")
    ramp = np.arange(steps) * (10.0 * _CONTROL / sample_rate * 1000.0 / release_ms)
    recovered = np.maximum.accumulate(held + ramp) - ramp
    reduction_db = uniform_filter1d(recovered, 2 * reach + 1, mode="nearest")
    at = _CONTROL * (np.arange(steps) + 0.5)
    gain = np.interp(np.arange(audio.shape[1]), at, 10.0 ** (-reduction_db / 20.0))
    limited = audio * gain.astype(np.float32)
    return np.clip(limited, np.float32(-ceiling), np.float32(ceiling))
