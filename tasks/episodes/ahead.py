"""Renders ahead of time what episodes will need, so that learning does not wait for it."""

from collections.abc import Callable, Iterator

from tasks.episodes.library import Library
from tasks.episodes.source import GrainEpisodes
from tasks.tracks.passages import SECTIONS, Passages
from tasks.tracks.track import Skipped, UnusableTrack

Progress = Callable[[float], None]


def keep_songs(music: Library, passages: Passages, progress: Progress = lambda _: None) -> tuple[Skipped, ...]:
    """Reads or renders both stretches of every mix and master into the cache; gives what cannot be used, and why."""
    tracks = [track for genres in (music.seen, music.held_out) for part in genres.values() for track in part]
    skipped = []
    for done, track in enumerate(tracks, start=1):
        try:
            for section in range(SECTIONS):
                if track.mixes:
                    passages.mix(track, section)
                if track.masters:
                    passages.master(track, section)
        except UnusableTrack as unusable:
            skipped.append(unusable.skipped)
        progress(done / len(tracks))
    return tuple(skipped)


def keep_episodes(stream: GrainEpisodes, count: int, progress: Progress = lambda _: None) -> tuple[Skipped, ...]:
    """Makes the first ``count`` episodes, so that all they need is in the cache; gives what cannot be used, and why."""
    made: Iterator[object] = iter(stream)
    for done in range(1, count + 1):
        next(made)
        progress(done / count)
    return stream.unusable
