"""Procedural songs as tracks: unmastered mixes of any genre that the catalogue knows, as many as wanted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import tasks.songs
from metamaster.learn.episode import SONG_FRAMES
from metamaster.style.frames import STYLE_RATE, samples_for
from tasks.cache import fingerprint
from tasks.songs.song import Song
from tasks.tracks.track import Shelf, Stereo, Track

SECONDS = 2.0 * samples_for(SONG_FRAMES) / STYLE_RATE
"""Long enough for two stretches."""

SongMaker = Callable[[str, int, float, int], Song]
"""Genre, seed, seconds, sample rate; a pure function with a name of its own."""


@dataclass(frozen=True)
class SongRecording:
    """The mix of a procedural song."""

    make: SongMaker
    genre: str
    seed: int

    @property
    def key(self) -> str:
        """The song by its arguments and by the code that plays it."""
        return f"song {self.genre} {self.seed} {SECONDS} {fingerprint(tasks.songs)}"

    def read(self, part: int, parts: int) -> Stereo:
        """That part of the mix; the last few songs are remembered."""
        mix = _mix(self.make, self.genre, self.seed)
        start, stop = (mix.shape[1] * edge // parts for edge in (part, part + 1))
        return mix[:, start:stop]


@lru_cache(maxsize=2)
def _mix(make: SongMaker, genre: str, seed: int) -> Stereo:
    return make(genre, seed, SECONDS, STYLE_RATE).mix


def songs_shelf(make: SongMaker, genres: Iterable[str], first_seed: int, count: int) -> Shelf:
    """So many songs of each genre, from one seed on."""
    return Shelf(
        tuple(
            Track(f"{genre} {seed}", genre, mixes=(SongRecording(make, genre, seed),))
            for genre in genres
            for seed in range(first_seed, first_seed + count)
        )
    )
