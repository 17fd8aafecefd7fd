"""Quantisation to whole numbers with triangular (TPDF) dither.

Two uniform deviates of 1 LSB each make both the mean and the variance of the total error independent of the signal:
Lipshitz, Wannamaker & Vanderkooy, "Quantization and dither: a theoretical survey", J. Audio Eng. Soc. 40 (1992).
"""

import numpy as np
from jaxtyping import Float32, Int32

_STEP_BYTES = 32  # what the Philox generator makes for one count of its counter
_DEVIATE_STEPS = 2**16


def tpdf(seed: int, channels: int, start: int, samples: int) -> Float32[np.ndarray, "channels samples"]:
    """Triangular noise in LSB, within ±1, shape (channels, samples), for the samples from ``start`` on.

    The generator is counted by sample, so the noise at a sample is the same whatever blocks it is asked for in.
    """
    frame_bytes = channels * 2 * 2
    step, skipped = divmod(start * frame_bytes, _STEP_BYTES)
    wanted = samples * frame_bytes
    steps = -(-(skipped + wanted) // _STEP_BYTES)
    raw = np.random.Philox(key=seed, counter=step).random_raw(steps * _STEP_BYTES // 8)
    octets = raw.astype("<u8", copy=False).view(np.uint8)[skipped : skipped + wanted]
    deviates = octets.view("<u2").reshape(samples, channels, 2)
    noise = np.empty((channels, samples), np.float32)
    np.subtract(deviates[..., 0].T, deviates[..., 1].T, out=noise, dtype=np.float32)
    noise *= np.float32(1 / _DEVIATE_STEPS)
    return noise


def quantise(
    samples: Float32[np.ndarray, "channels samples"], bits: int, noise: Float32[np.ndarray, "channels samples"]
) -> Int32[np.ndarray, "channels samples"]:
    """Samples of full scale ±1 as integers of ``bits``, after adding ``noise`` (in LSB); clipped, never wrapped."""
    full_scale = 2 ** (bits - 1)
    # In double precision, or dither would be rounded away from loud 24-bit samples.
    scaled: np.ndarray = np.multiply(samples, full_scale, dtype=np.float64)
    scaled += noise
    np.rint(scaled, out=scaled)
    np.clip(scaled, -full_scale, full_scale - 1, out=scaled)
    return scaled.astype(np.int32)
