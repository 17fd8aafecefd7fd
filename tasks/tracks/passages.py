"""The stretches of tracks with their frames, read or rendered once and then kept."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

import metamaster.style.frames
import tasks.engineers
import tasks.tracks
from metamaster.learn.episode import Take
from metamaster.learn.excerpt import choose_parts, join_parts
from metamaster.style.frames import HOP, STYLE_RATE, Frames
from metamaster.style.reading import FrameReader
from tasks.cache import Arrays, Cache, fingerprint
from tasks.engineers.unmaster import Unmastering
from tasks.tracks.stretch import loudest_stretch, stretch_at
from tasks.tracks.track import Recording, Stereo, Track, blamed

SECTIONS = 2
"""Every track is used in two stretches, from its halves or from the first two of its recordings."""
_FULL_SCALE = 32767.0


class Passage(NamedTuple):
    """A stretch of a track: left and right at ``STYLE_RATE``, and its frames."""

    audio: Stereo
    frames: Frames


class Passages:
    """Reads stretches of tracks through a cache.

    Sound is kept in 16 bits under its own peak (98 dB below it), and always passes through that form, so that it is the
    same whether it was kept or made now.
    """

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._code = fingerprint(tasks.tracks, metamaster.style.frames)
        self._unmastering_code = fingerprint(tasks.engineers)

    def mix(self, track: Track, section: int, unmastering: Unmastering | None = None) -> Passage:
        """A stretch of the mix; of a track that has none, of its master undone.

        Raises UnusableTrack where it cannot be read, or is silent, too short, or not made of numbers.
        """
        if track.mixes and unmastering is None:
            return self._passage(f"mix {self.mix_key(track, section)}", track, section, track.mixes)
        undo = unmastering or Unmastering(0)

        def make() -> Stereo:
            return undo.mix(self.master(track, section).audio, STYLE_RATE)

        with blamed(track):
            return self._kept(f"unmastered {self.mix_key(track, section, undo)}", make)

    def mix_key(self, track: Track, section: int, unmastering: Unmastering | None = None) -> str:
        """Names the content of a mix's stretch."""
        with blamed(track):
            return self._mix_key(track, section, unmastering)

    def _mix_key(self, track: Track, section: int, unmastering: Unmastering | None) -> str:
        if track.mixes and unmastering is None:
            return f"{section} {_key(track.mixes)} {self._code}"
        undo = unmastering or Unmastering(0)
        return f"{undo.key} {section} {_key(track.masters)} {self._code} {self._unmastering_code}"

    def master(self, track: Track, section: int) -> Passage:
        """A stretch of the master, where the mix's is if there is one; raises as ``mix``."""
        with blamed(track):
            key = f"master {section} {_key(track.mixes + track.masters)} {self._code}"
        return self._passage(key, track, section, track.masters)

    def _passage(self, key: str, track: Track, section: int, recordings: tuple[Recording, ...]) -> Passage:
        def make() -> Stereo:
            leading = track.mixes or track.masters
            start = loudest_stretch(_section(leading, section))
            return stretch_at(_section(recordings, section), start, track.name)

        with blamed(track):
            return self._kept(key, make)

    def _kept(self, key: str, make: Callable[[], Stereo]) -> Passage:
        return _unpacked(self.cache.arrays(key, lambda: _packed(make())))


def take(passage: Passage) -> Take:
    """The passage as learning takes it: ten seconds chosen from it, and its frames."""
    parts = choose_parts(passage.frames)
    pieces = [passage.audio[:, part.first * HOP : (part.first + part.hops) * HOP] for part in parts]
    return Take(join_parts(pieces), passage.frames)


def frames_of_audio(audio: Stereo) -> Frames:
    """The frames of a stretch."""
    reader = FrameReader()
    reader.add(audio)
    return reader.result()


def _section(recordings: tuple[Recording, ...], section: int) -> Stereo:
    if len(recordings) >= SECTIONS:
        return recordings[section].read(0, 1)
    return recordings[0].read(section, SECTIONS)


def _key(recordings: tuple[Recording, ...]) -> str:
    return " | ".join(recording.key for recording in recordings)


def _packed(audio: Stereo) -> Arrays:
    peak = np.float32(np.abs(audio).max())
    samples = np.round(audio * (np.float32(_FULL_SCALE) / peak)).astype(np.int16)
    frames = frames_of_audio(_sound(samples, peak))
    power, peaks = np.asarray(frames.power, np.float32), np.asarray(frames.peak, np.float32)
    return {"samples": samples, "peak": np.asarray(peak), "power": power, "frame_peak": peaks}


def _unpacked(kept: Arrays) -> Passage:
    return Passage(_sound(kept["samples"], kept["peak"]), Frames(kept["power"], kept["frame_peak"]))


def _sound(samples: np.ndarray, peak: np.ndarray | np.floating) -> Stereo:
    return np.asarray(samples * np.float32(float(peak) / _FULL_SCALE), dtype=np.float32)
