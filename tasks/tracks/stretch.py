"""The half minute of a track that its features are read from, always of one length."""

import numpy as np
from jaxtyping import Float32

from metamaster.audio.checks import SourceCheck
from metamaster.audio.files import ArraySource
from metamaster.learn.episode import SONG_FRAMES
from metamaster.style.frames import STYLE_RATE, samples_for
from tasks.tracks.track import Stereo

STRETCH_SAMPLES = samples_for(SONG_FRAMES)
_FADE = 256


def loudest_stretch(audio: Stereo) -> int:
    """Where the loudest stretch begins, in samples, to the second; 0 in what is no longer than a stretch."""
    room = audio.shape[1] - STRETCH_SAMPLES
    if room <= 0:
        return 0
    power = np.cumsum(np.concatenate([[0.0], np.square(audio, dtype=np.float64).sum(axis=0)]))
    starts = np.arange(0, room + 1, STYLE_RATE)
    return int(starts[np.argmax(power[starts + STRETCH_SAMPLES] - power[starts])])


def stretch_at(audio: Stereo, start: int, name: str) -> Float32[np.ndarray, "2 stretch"]:
    """The stretch that begins there; what is shorter is faded and repeated.

    Raises NonFiniteInput, TooShort or SilentInput.
    """
    own = audio[:, start : start + STRETCH_SAMPLES].copy()
    check = SourceCheck(ArraySource(own, STYLE_RATE, name))
    check.add(own)
    check.finish()
    if own.shape[1] == STRETCH_SAMPLES:
        return own
    ramp = np.linspace(0.0, 1.0, _FADE, dtype=np.float32)
    own[:, :_FADE] *= ramp
    own[:, -_FADE:] *= ramp[::-1]
    return np.ascontiguousarray(np.tile(own, (1, -(-STRETCH_SAMPLES // own.shape[1])))[:, :STRETCH_SAMPLES])
