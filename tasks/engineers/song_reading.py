"""What an engineer hears in a song before touching it, level apart."""

import zlib
from typing import NamedTuple

import numpy as np
from jaxtyping import Float64

from metamaster.audio.resample import resample
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.frames import STYLE_RATE, Frames
from metamaster.style.reading import FrameReader, describe_file
from metamaster.style.statistics import style_statistics
from tasks.engineers.engineer import Stereo
from tasks.engineers.loudness import loudness_of

_SMOOTH_BANDS = 2.0
_JUDGED_HZ = (50.0, 8000.0)
_MOST_DB = 8.0


class SongReading(NamedTuple):
    """Loudness, and in what the song differs from music on average; per-band levels are at 0 LUFS."""

    loudness_lufs: float
    tone_db: Float64[np.ndarray, "29"]
    """How much more the mid has around each third-octave than music on average, level apart."""
    width_db: float
    """Side over mid, all of it."""
    levels_db: Float64[np.ndarray, "frames 29"]
    """Level of mid and side together, every 46 ms."""

    @property
    def number(self) -> int:
        """A number for this song, the same on machines that round differently: it is told in tenths of a dB."""
        told = np.round(10.0 * np.array([self.loudness_lufs, self.width_db, *self.tone_db])).astype(np.int32)
        return zlib.crc32(told.tobytes())


def read_song(audio: Stereo, sample_rate: int) -> SongReading:
    """Listens to a song; raises SilentInput where there is nothing to hear."""
    reader = FrameReader()
    reader.add(resample(audio, sample_rate, STYLE_RATE))
    return read_frames(reader.result(), loudness_of(audio, sample_rate))


def read_frames(frames: Frames, loudness_lufs: float) -> SongReading:
    """The same of a song's frames and loudness."""
    mid, side = (float(power) for power in np.asarray(frames.power, np.float64).sum(axis=(1, 2)))
    return SongReading(
        loudness_lufs=loudness_lufs,
        tone_db=_unusual_tone(frames),
        width_db=float(10.0 * np.log10((side + 1e-12) / (mid + 1e-12))),
        levels_db=10.0 * np.log10(np.asarray(frames.power, np.float64).sum(axis=0)) - loudness_lufs,
    )


def _unusual_tone(frames: Frames) -> Float64[np.ndarray, "29"]:
    """Told by the bands that all music has: lossy files end anywhere above, and not all songs have a sub-bass."""
    hz = np.asarray(THIRD_OCTAVE_HZ)
    told = (hz >= _JUDGED_HZ[0]) & (hz <= _JUDGED_HZ[1])
    tone = np.asarray(describe_file(frames).tone_mid, np.float64)
    unusual = tone - style_statistics()["tone"].mean
    unusual = np.clip(unusual - unusual[told].mean(), -_MOST_DB, _MOST_DB)
    index = np.arange(len(hz))
    near = np.exp(-0.5 * ((index[:, None] - index) / _SMOOTH_BANDS) ** 2) * told
    return np.asarray(near @ unusual / near.sum(axis=1))
