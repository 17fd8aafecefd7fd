"""Where sounds stand: pan, width, reverb, echo, and the ducking that makes room for the kick."""

import numpy as np
from jaxtyping import Float32, Int
from scipy import signal

from tasks.songs import synth
from tasks.songs.filters import Section, equalised
from tasks.songs.song import Stereo


def placed(track: Float32[np.ndarray, "channels samples"], pan: float, width: float) -> Stereo:
    """The track in the stereo picture: ``pan`` −1 to 1 at constant power, ``width`` scales a stereo track's side."""
    if len(track) == 2 and pan == 0.0 and width == 1.0:
        return track
    angle = 0.25 * np.pi * (1.0 + pan)
    gains = np.asarray([np.cos(angle), np.sin(angle)], dtype=np.float32)[:, None]
    if len(track) == 1:
        return np.asarray(track * gains, dtype=np.float32)
    # Narrowing is a blend of each side with the other, balance a gain on each.
    near, far = 0.5 * (1.0 + width), 0.5 * (1.0 - width)
    matrix = np.sqrt(2.0) * gains * np.asarray([[near, far], [far, near]])
    return np.asarray(matrix.astype(np.float32) @ track)


def impulse_response(reverb_s: float, predelay_ms: float, damping_hz: float, sample_rate: int) -> Stereo:
    """A room as decaying noise: a few early echoes, then a tail whose top dies three times faster. Unit energy."""
    t = synth.times(reverb_s, sample_rate)
    tail = np.stack([synth.noise((81 + side,), len(t)) for side in (0, 1)])
    low = equalised(tail, (Section("low_pass", damping_hz, q=0.5),), sample_rate)
    fall = 6.91 / reverb_s
    response = low * np.exp(-fall * t) + (tail - low) * np.exp(-3.0 * fall * t)
    response *= np.minimum(1.0, t / 0.02)
    rng = np.random.default_rng(83)
    for at in rng.uniform(0.002, 0.04, 10):
        response[rng.integers(2), int(at * sample_rate)] += 3.0 * float(rng.choice([-1.0, 1.0]))
    late = np.zeros((2, round(predelay_ms * 1e-3 * sample_rate)))
    whole = np.hstack([late, response])
    return np.asarray(whole / np.sqrt(0.5 * np.sum(whole**2)), dtype=np.float32)


def reverberated(send: Stereo, response: Float32[np.ndarray, "2 taps"], sample_rate: int) -> Stereo:
    """The send through the room, without the lows that would only blur it; as long as the send."""
    wet = signal.oaconvolve(send, response, axes=-1)[:, : send.shape[1]]
    return equalised(np.asarray(wet, dtype=np.float32), (Section("high_pass", 220.0),), sample_rate)


def echoed(send: Stereo, delay: int, feedback: float, sample_rate: int) -> Stereo:
    """Echoes from side to side, ``delay`` samples apart, each softer by ``feedback``, until 40 dB down."""
    source = equalised(send.mean(axis=0), (Section("high_pass", 300.0), Section("low_pass", 4500.0)), sample_rate)
    out = np.zeros_like(send)
    for repeat in range(1, 1 + int(np.ceil(np.log(0.01) / np.log(feedback)))):
        at = repeat * delay
        if at >= send.shape[1]:
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
