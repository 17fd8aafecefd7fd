"""The mean chain of each genre: what many engineers would set, on songs of the genre."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.settings import Settings, clamped
from metamaster.style.frames import STYLE_RATE
from tasks.engineers.chain_settings import settings_for
from tasks.engineers.chain_style import draw_chain_style
from tasks.engineers.draws import generator
from tasks.engineers.song_reading import SongReading, read_song
from tasks.tracks.passages import Passages
from tasks.tracks.track import Track, UnusableTrack

ENGINEERS = 48
_FIRST_SEED = 2**20
"""Engineers that no episode is drawn with, in practice."""


def usual_chains(genres: Mapping[str, tuple[Track, ...]], passages: Passages) -> dict[str, Settings]:
    """By genre the mean over engineers, in unconstrained coordinates, on one song; under "" that over all genres.

    The limiter's drive is left at its default, since delivery sets it. Genres without a mix that can be used are left
    out.
    """
    at = {genre: rows for genre, tracks in genres.items() if (rows := list(_chains(genre, tracks, passages)))}
    means = {genre: np.mean(rows, axis=0) for genre, rows in at.items()}
    if means:
        means[""] = np.mean(list(means.values()), axis=0)
    return {genre: _settings(mean) for genre, mean in means.items()}


def _chains(genre: str, tracks: Iterable[Track], passages: Passages) -> Iterator[np.ndarray]:
    song = _first_reading(tracks, passages)
    if song is None:
        return
    for seed in range(ENGINEERS):
        style = draw_chain_style(genre, _FIRST_SEED + seed)
        settings = settings_for(style, song, generator("usual hand", seed))
        yield np.asarray(coordinates_of(np.asarray(settings.values, np.float32)))


def _first_reading(tracks: Iterable[Track], passages: Passages) -> SongReading | None:
    """Of the first track that can be used; evening out what is unusual in it changes little of a mean."""
    for track in tracks:
        try:
            return read_song(passages.mix(track, 0).audio, STYLE_RATE)
        except UnusableTrack:
            continue
    return None


def _settings(coordinates: np.ndarray) -> Settings:
    return clamped(np.asarray(physical(np.asarray(coordinates, np.float32))).tolist())
