"""Where sounds stand: pan, width, reverb, echo, and the ducking that makes room for the kick."""

import numpy as np
from jaxtyping import Float32, Int
from scipy import fft

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.score import Room
from tasks.songs.song import Stereo

LEAST_BLOCK = 1 << 16
"""Samples that the reverb transforms at a time, or twice the response's."""


def picture(channels: int, pan: float, width: float) -> Float32[np.ndarray, "2 channels"]:
    """The gains that set a track in the stereo picture.

    ``pan`` −1 to 1 at constant power; ``width`` scales a stereo track's side: narrowing is a blend of each side
    with the other, balance a gain on each.
    """
    angle = 0.25 * np.pi * (1.0 + pan)
    gains = np.asarray([np.cos(angle), np.sin(angle)], dtype=np.float32)[:, None]
    if channels == 1:
        return gains
    near, far = 0.5 * (1.0 + width), 0.5 * (1.0 - width)
    return np.asarray(np.sqrt(2.0) * gains * np.asarray([[near, far], [far, near]]), dtype=np.float32)


def impulse_response(room: Room, sample_rate: int) -> Stereo:
    """A room as decaying noise: a few early echoes, then a tail whose top dies three times faster. Unit energy."""
    t = synth.times(room.reverb_s, sample_rate)
    tail = np.stack([synth.noise((81 + side,), len(t)) for side in (0, 1)])
    low = equalised(tail, (Section("low_pass", room.damping_hz, q=0.5),), sample_rate)
    fall = 6.91 / room.reverb_s
    response = low * np.exp(-fall * t) + (tail - low) * np.exp(-3.0 * fall * t)
    response *= np.minimum(1.0, t / 0.02)
    rng = np.random.default_rng(83)
    for at in rng.uniform(0.002, 0.04, 10):
        response[rng.integers(2), int(at * sample_rate)] += 3.0 * float(rng.choice([-1.0, 1.0]))
    late = np.zeros((2, round(room.predelay_ms * 1e-3 * sample_rate)))
    whole = np.hstack([late, response]).astype(np.float32)
    # Without the lows, which would only blur what is sent.
    thinned = equalised(whole, (Section("high_pass", room.low_cut_hz),), sample_rate)
    return np.asarray(thinned / np.sqrt(0.5 * np.sum(whole**2)), dtype=np.float32)


def reverberated(send: Float32[np.ndarray, " samples"], response: Float32[np.ndarray, "2 taps"]) -> Stereo:
    """The send heard in the room, as long as the send: overlap-save, in blocks that the processor's cache holds."""
    before = response.shape[1] - 1
    size = max(LEAST_BLOCK, 1 << (2 * before).bit_length())
    hop = size - before
    count = -(-len(send) // hop)
    padded = np.zeros(before + count * hop, dtype=np.float32)
    padded[before : before + len(send)] = send
    blocks = fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, size)[::hop], axis=-1)
    wet = np.empty((2, count, hop), dtype=np.float32)
    for side, spectrum in zip(wet, fft.rfft(response, size), strict=True):
        side[:] = fft.irfft(blocks * spectrum, size, axis=-1)[:, before:]
    return np.ascontiguousarray(wet.reshape(2, -1)[:, : len(send)])


def echoed(send: Float32[np.ndarray, " samples"], delay: int, feedback: float, sample_rate: int) -> Stereo:
    """Echoes from side to side, ``delay`` samples apart, each softer by ``feedback``, until 40 dB down."""
    source = equalised(send, (Section("high_pass", 300.0), Section("low_pass", 4500.0)), sample_rate)
    out = np.zeros((2, len(send)), dtype=np.float32)
    for repeat in range(1, 1 + int(np.ceil(np.log(0.01) / np.log(feedback)))):
        at = repeat * delay
        if at >= len(send):
            break
        out[repeat % 2, at:] += np.float32(feedback**repeat) * source[:-at]
    return out


def ducking(
    strokes: Int[np.ndarray, " strokes"], samples: int, depth_db: float, release_s: float, sample_rate: int
) -> Float32[np.ndarray, " samples"]:
    """A gain that dips by ``depth_db`` at every stroke and comes back within ``release_s``."""
    t = synth.times(release_s, sample_rate)
    dip = np.minimum(1.0, t / 0.004) * 0.5 * (1.0 + np.cos(np.pi * t / release_s))
    depth = np.zeros(samples + len(t), dtype=np.float32)
    for stroke in strokes.tolist():
        here = depth[stroke : stroke + len(t)]
        np.maximum(here, dip[: len(here)], out=here)
    return np.asarray(10.0 ** (-abs(depth_db) / 20.0 * depth[:samples]), dtype=np.float32)
