"""What many engineers set on songs of each genre: the mean chain, and how far settings differ."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Float

from metamaster.chain.jax_renderer.bounded import position_of, value_at
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


class Usual(NamedTuple):
    """What the engineers of some genres set: on one song a genre, each control by its own scale."""

    chains: dict[str, Settings]
    """By genre the mean over engineers; under "" that over all genres."""
    deviation: Float[np.ndarray, "52"] | None
    """One standard deviation over the engineers of all genres, as a share of each control's range."""


def usual_settings(genres: Mapping[str, tuple[Track, ...]], passages: Passages) -> Usual:
    """Means and deviations of what engineers set; without any genre that has a mix that can be used, nothing.

    The limiter's drive is left at its default, since delivery sets it. Genres without such a mix are left out.
    """
    at = {genre: rows for genre, tracks in genres.items() if (rows := list(_positions(genre, tracks, passages)))}
    if not at:
        return Usual({}, None)
    means = {genre: np.mean(rows, axis=0) for genre, rows in at.items()}
    means[""] = np.mean(list(means.values()), axis=0)
    deviation = np.std(np.concatenate([*map(np.asarray, at.values())]), axis=0)
    return Usual({genre: clamped(value_at(mean).tolist()) for genre, mean in means.items()}, deviation)


def _positions(genre: str, tracks: Iterable[Track], passages: Passages) -> Iterator[np.ndarray]:
    song = _first_reading(tracks, passages)
    if song is None:
        return
    for seed in range(ENGINEERS):
        style = draw_chain_style(genre, _FIRST_SEED + seed)
        settings = settings_for(style, song, generator("usual hand", seed))
        yield position_of(np.asarray(settings.values))


def _first_reading(tracks: Iterable[Track], passages: Passages) -> SongReading | None:
    """Of the first track that can be used; evening out what is unusual in it changes little of a mean."""
    for track in tracks:
        try:
            return read_song(passages.mix(track, 0).audio, STYLE_RATE)
        except UnusableTrack:
            continue
    return None
