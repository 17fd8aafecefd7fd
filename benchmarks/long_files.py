"""Songs of real length for the time and memory runs, joined from the 30 s sections of the test music."""

from pathlib import Path

import numpy as np
import soundfile

from benchmarks.wav import read, write
from metamaster.learn.evaluation.levels import Samples

SONG_S = 180.0
_CROSSFADE_S = 1.0
_EDGE_FADE_S = 0.01
_REFERENCE_SONGS = ("electronic-dance__hyper-1", "synth-pop__minds-wide-open", "trap__ripper")


def three_minutes(audio: Path, folder: Path) -> tuple[Path, Path]:
    """A mix and a reference of 3:00 each: the unmastered sections, and three mastered songs, crossfaded."""
    masters = [audio / "masters" / f"{song}__{part}.flac" for song in _REFERENCE_SONGS for part in "ab"]
    return (
        _joined(sorted(audio.glob("mixes/*.flac")), folder / "mix-3-minutes.wav"),
        _joined(masters, folder / "reference-3-minutes.wav"),
    )


def sixty_minutes(song: Path, folder: Path) -> Path:
    """The three-minute file twenty times over; it fades at both ends, so that the seams do not click."""
    target = folder / "mix-60-minutes.wav"
    if not target.exists():
        samples, sample_rate = read(song)
        unfinished = target.with_suffix(".unfinished")
        with soundfile.SoundFile(unfinished, "w", sample_rate, 2, "PCM_24", format="WAV") as file:
            for _ in range(round(3600.0 / SONG_S)):
                file.write(samples.T)
        unfinished.rename(target)
    return target


def _joined(sections: list[Path], target: Path) -> Path:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        loaded = [read(section) for section in sections]
        sample_rate = loaded[0][1]
        song = crossfaded([samples for samples, _ in loaded], sample_rate, SONG_S)
        unfinished = target.with_suffix(".unfinished.wav")
        write(unfinished, song, sample_rate)
        unfinished.rename(target)
    return target


def crossfaded(sections: list[Samples], sample_rate: int, seconds: float) -> Samples:
    """Sections ``(2, samples)`` one after another, again from the first as often as needed, cut to length and faded."""
    length, overlap = round(seconds * sample_rate), round(_CROSSFADE_S * sample_rate)
    rise = np.sin(0.5 * np.pi * np.linspace(0.0, 1.0, overlap)).astype(np.float32)
    song = np.zeros((2, length), np.float32)
    position = turn = 0
    while position < length:
        section = sections[turn % len(sections)].copy()
        section[:, :overlap] *= rise
        section[:, -overlap:] *= rise[::-1]
        part = section[:, : length - position]
        song[:, position : position + part.shape[1]] += part
        position += section.shape[1] - overlap
        turn += 1
    edge = np.minimum(1.0, np.arange(length) / (_EDGE_FADE_S * sample_rate)).astype(np.float32)
    return song * edge * edge[::-1]
