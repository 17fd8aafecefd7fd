"""A bank of the frames of many songs, without their sound: for learning that only needs band powers.

It lies in three files: ``power_db.npy`` (entries, 2, SONG_FRAMES, 29), float16 decibels; ``peak.npy`` (entries,
SONG_FRAMES), float32; ``songs.json``, which entry is what. Arrays are mapped into memory, not read.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from jaxtyping import Float16, Float32, Int

from metamaster.audio.atomic import StagedFile, atomic_bytes, reported
from metamaster.errors import NoMusic
from metamaster.learn.episode import SONG_FRAMES
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.frames import Frames
from tasks.tracks.passages import SECTIONS, Passages
from tasks.tracks.track import Skipped, Track, UnusableTrack

_POWER, _PEAK, _SONGS = "power_db.npy", "peak.npy", "songs.json"


class BankEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stretch of a song; both of a song have the same number ``song``."""

    name: str
    genre: str
    song: int
    section: int
    finished: bool
    """Whether it is a master; a mix if not."""


class Bank(NamedTuple):
    """The frames of many stretches, and what they are."""

    power_db: Float16[np.ndarray, "entries 2 frames 29"]
    peak: Float32[np.ndarray, "entries frames"]
    entries: tuple[BankEntry, ...]

    @property
    def songs(self) -> Int[np.ndarray, " entries"]:
        """The number of each entry's song."""
        return np.array([entry.song for entry in self.entries])

    @property
    def genres(self) -> tuple[str, ...]:
        """The genre of each entry."""
        return tuple(entry.genre for entry in self.entries)

    def frames(self, index: int | Int[np.ndarray, " _"] | slice) -> Frames:
        """The frames of one entry; of several, stacked, for an array or a slice of numbers."""
        power_db = np.asarray(self.power_db[index], np.float32)
        return Frames(np.asarray(10.0 ** (power_db / 10.0), np.float32), np.asarray(self.peak[index], np.float32))


def build_bank(
    tracks: Iterable[Track], folder: Path, passages: Passages, progress: Callable[[int], None] = lambda _: None
) -> tuple[Skipped, ...]:
    """Writes the bank of those tracks: their mixes, or where there is none their masters; gives what was left out.

    ``progress`` is told how many tracks are done. Memory is bounded by the bank itself, 80 kB a stretch. Raises NoMusic
    if nothing is left, OutputUnwritable or OutputFull.
    """
    powers: list[Float16[np.ndarray, _]] = []
    peaks: list[Float32[np.ndarray, _]] = []
    entries: list[BankEntry] = []
    skipped: list[Skipped] = []
    for song, track in enumerate(tracks):
        try:
            both = [_frames(passages, track, section) for section in range(SECTIONS)]
        except UnusableTrack as unusable:
            skipped.append(unusable.skipped)
        else:
            for section, frames in enumerate(both):
                powers.append(np.asarray(10.0 * np.log10(np.asarray(frames.power)), np.float16))
                peaks.append(np.asarray(frames.peak, np.float32))
                entries.append(BankEntry(track.name, track.genre, song, section, finished=not track.mixes))
        progress(song + 1)
    if not entries:
        raise NoMusic("A bank of songs cannot be made of no music: name at least one track that can be used.")
    with reported(folder):
        folder.mkdir(parents=True, exist_ok=True)
    _write_array(folder / _POWER, np.stack(powers))
    _write_array(folder / _PEAK, np.stack(peaks))
    atomic_bytes(folder / _SONGS, msgspec.json.encode(entries), overwrite=True)
    return tuple(skipped)


def open_bank(folder: Path) -> Bank:
    """The bank in a folder; raises NoMusic if it is not there or damaged."""
    try:
        power_db, peak = (np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (_POWER, _PEAK))
        entries = msgspec.json.decode((folder / _SONGS).read_bytes(), type=tuple[BankEntry, ...])
    except (OSError, ValueError, EOFError, msgspec.DecodeError) as error:
        raise NoMusic(f"There is no whole bank of songs in {folder}: build it again.") from error
    size = (len(entries), 2, SONG_FRAMES, len(THIRD_OCTAVE_HZ))
    if power_db.shape != size or peak.shape != (len(entries), SONG_FRAMES):
        raise NoMusic(f"The bank of songs in {folder} does not fit together: build it again.")
    return Bank(power_db, peak, entries)


def _frames(passages: Passages, track: Track, section: int) -> Frames:
    read = passages.mix if track.mixes else passages.master
    return read(track, section).frames


def _write_array(path: Path, array: np.ndarray) -> None:
    with StagedFile(path, overwrite=True) as staged, reported(path), staged.path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
