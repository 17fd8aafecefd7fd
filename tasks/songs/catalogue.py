"""The catalogue of procedural songs: name a genre and a seed, get stems and an unmastered mix."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from metamaster.errors import BadOption
from tasks.songs.desk import rendered
from tasks.songs.faults import drawn_faults, faulty
from tasks.songs.genres import (
    ambient,
    boom_bap,
    drum_and_bass,
    folk,
    four_on_the_floor,
    funk,
    guitars,
    jazz_trio,
    latin,
    orchestral,
    piano,
    pop,
    reggae,
    trap,
)
from tasks.songs.mixdown import scale_to_peak, summed, treated
from tasks.songs.mixing import drawn_taste, mixed
from tasks.songs.score import Score
from tasks.songs.song import Song

Compose = Callable[[np.random.Generator, float, int], Score]

_COMPOSERS: dict[str, Compose] = {
    "trap": trap.compose,
    "boom-bap": boom_bap.compose,
    "house": four_on_the_floor.house,
    "techno": four_on_the_floor.techno,
    "drum-and-bass": drum_and_bass.compose,
    "synth-pop": pop.compose,
    "rock": guitars.rock,
    "metal": guitars.metal,
    "jazz-trio": jazz_trio.compose,
    "funk": funk.compose,
    "folk": folk.compose,
    "orchestral": orchestral.compose,
    "ambient": ambient.compose,
    "piano": piano.compose,
    "latin": latin.compose,
    "reggae": reggae.compose,
}
GENRES: tuple[str, ...] = tuple(_COMPOSERS)

PEAK_DBFS = (-6.0, -3.0)
"""Between which levels the largest sample of a mix lies."""


def song(genre: str, seed: int, seconds: float = 30.0, sample_rate: int = 44100) -> Song:
    """An excerpt of ``seconds`` from a song that is not mastered yet, faults of its mix included.

    A pure function of its arguments: the stems are float32 (2, samples), add up to the mix, and peak between
    −6 and −3 dBFS together. Raises ``BadOption`` for a genre that is not in ``GENRES``.
    """
    if genre not in _COMPOSERS:
        raise BadOption(f"There is no genre {genre!r}: choose from {', '.join(GENRES)}.")
    rng = np.random.default_rng((GENRES.index(genre), seed))
    score = _COMPOSERS[genre](rng, seconds, sample_rate)
    taste, faults = drawn_taste(rng), drawn_faults(rng)
    score = faulty(mixed(score, taste, rng), faults)
    score = replace(score, beats=seconds * score.clock.tempo_bpm / 60.0, tail_s=0.0)
    stems = treated(rendered(score, seed), faults, taste.saturation_db, rng, sample_rate)
    mix = summed(stems)
    scale_to_peak(mix, stems, float(rng.uniform(*PEAK_DBFS)))
    return Song(f"{genre} {seed}", sample_rate, stems, mix)
