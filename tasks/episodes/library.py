"""All tracks of a configuration, by genre, and which genres which split draws from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from metamaster.errors import NoMusic
from metamaster.learn.episode import Split
from tasks.episodes.config import TasksConfig
from tasks.tracks.track import Shelf, Skipped, Track


@dataclass(frozen=True)
class Library:
    """Tracks by genre; ``skipped`` is what was left out, and why."""

    seen: Mapping[str, tuple[Track, ...]]
    held_out: Mapping[str, tuple[Track, ...]]
    skipped: tuple[Skipped, ...]

    def genres(self, split: Split) -> Mapping[str, tuple[Track, ...]]:
        """The genres that a split draws from; raises NoMusic if there are none."""
        genres = fit_for(split, self.held_out if split == "held-out" else self.seen)
        if not genres:
            raise NoMusic(f"No genre is left for the split {split}: name other genres, or more music, in the tasks.")
        return genres


def fit_for(split: Split, genres: Mapping[str, tuple[Track, ...]]) -> Mapping[str, tuple[Track, ...]]:
    """Those of the genres that a split can draw from: for another song's reference it takes two tracks at least."""
    fewest = 2 if split == "cross-song" else 1
    return {genre: tracks for genre, tracks in genres.items() if len(tracks) >= fewest}


def library_of(shelf: Shelf, config: TasksConfig) -> Library:
    """Sorts a shelf by genre as the configuration asks; raises NoMusic for genres that are not there.

    A genre of a single track is kept for same-song episodes, and told.
    """
    by_genre: dict[str, list[Track]] = defaultdict(list)
    for track in shelf.tracks:
        by_genre[track.genre].append(track)
    for genre in (*config.genres, *config.held_out, *config.weights, *config.engineers_of):
        if genre not in by_genre:
            raise NoMusic(f"There is no music of the genre {genre!r}: choose from {', '.join(sorted(by_genre))}.")
    wanted = set(config.genres or by_genre) | set(config.held_out)
    single = [
        Skipped(genre, "only one track of this genre: it can only be its own reference")
        for genre, tracks in sorted(by_genre.items())
        if genre in wanted and len(tracks) == 1
    ]
    sorted_out = {genre: tuple(by_genre[genre]) for genre in sorted(wanted)}
    return Library(
        {genre: tracks for genre, tracks in sorted_out.items() if genre not in config.held_out},
        {genre: tracks for genre, tracks in sorted_out.items() if genre in config.held_out},
        (*shelf.skipped, *single),
    )
