"""The songs to learn from: stretches of equal length, of which a song gives one or two."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32, Int

from metamaster.audio.files import open_source
from metamaster.audio.resample import resampled
from metamaster.audio.source import stereo
from metamaster.errors import MetamasterError, NoMusic
from metamaster.style.frames import STYLE_RATE, Frames
from metamaster.style.reading import FrameReader

STRETCH_FRAMES = 480
"""About 22 seconds."""


class SongBank(NamedTuple):
    """Stretches of songs as frames; those of one song have the same number."""

    power: Float32[np.ndarray, "stretches 2 frames 29"]
    peak: Float32[np.ndarray, "stretches frames"]
    song: Int[np.ndarray, "stretches"]
    names: tuple[str, ...]
    """Of the files that were read."""
    songs: tuple[str, ...]
    """Of each stretch, the name of its song."""


def read_songs(paths: Iterable[Path]) -> tuple[SongBank, tuple[str, ...]]:
    """The bank of those files, and a sentence for every file that was left out; raises NoMusic if none is left.

    Files whose names differ only in a last ``__a`` or ``__b`` are sections of one song.
    """
    powers, peaks, songs, names, left_out = [], [], [], [], []
    for path in paths:
        try:
            frames = _frames_of(path)
        except MetamasterError as error:
            left_out.append(str(error))
            continue
        names.append(path.name)
        for part in _stretches(frames):
            powers.append(part.power)
            peaks.append(part.peak)
            songs.append(path.stem.removesuffix("__a").removesuffix("__b"))
    if not powers:
        raise NoMusic("There is no music to learn from: name folders with audio files.")
    number = {song: index for index, song in enumerate(dict.fromkeys(songs))}
    bank = SongBank(
        np.stack(powers), np.stack(peaks), np.array([number[song] for song in songs]), tuple(names), tuple(songs)
    )
    return bank, tuple(left_out)


def _frames_of(path: Path) -> Frames:
    reader = FrameReader()
    for block in resampled(open_source(path), STYLE_RATE).blocks():
        reader.add(stereo(block))
    return reader.result()


def _stretches(frames: Frames) -> list[Frames]:
    """The beginning and the end, where they do not overlap; a short file is repeated."""
    power, peak = np.asarray(frames.power, np.float32), np.asarray(frames.peak, np.float32)
    times = -(-STRETCH_FRAMES // peak.size)
    power, peak = np.tile(power, (1, times, 1)), np.tile(peak, times)
    starts = [0] if peak.size < 2 * STRETCH_FRAMES else [0, peak.size - STRETCH_FRAMES]
    return [Frames(power[:, at : at + STRETCH_FRAMES], peak[at : at + STRETCH_FRAMES]) for at in starts]
