"""Genres that nobody taught, for files and blends to be made of."""

import numpy as np

from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.learn.genre.house import Mastered, house_of
from metamaster.learn.genre.model import Exemplar, Genre
from metamaster.learn.style_model.model import Piece, heard_in
from metamaster.style.moments import LEVELS


def exemplar(name: str, seed: int, weight: float = 1.0) -> Exemplar:
    random = np.random.default_rng(seed)
    features = random.normal(size=67)
    moments = random.normal(-20.0, 5.0, (30 + seed, LEVELS)).astype(np.float32)
    return Exemplar(name, weight, -9.5 - seed, Piece(features, heard_in(features), random.normal(size=616), moments))


def chain(gain_db: float) -> Settings:
    """A chain with that much bass, and a trim and a limiter of its own."""
    return DEFAULTS.replace({"eq.mid.low_shelf.gain_db": gain_db, "trim.gain_db": 5.0, "limiter.drive_db": 7.0})


def genre(name: str = "dub", seed: int = 0, gain_db: float | None = 3.0, predicted_db: float | None = None) -> Genre:
    """Two references, and one mix whose chain has that much bass where so much was predicted; None: no mix, nothing."""
    references = exemplar("a.wav", seed, 1.0), exemplar("b.wav", seed + 1, 3.0)
    if gain_db is None:
        return Genre(name, references, None)
    predicted = None if predicted_db is None else chain(predicted_db)
    return Genre(name, references, house_of([Mastered("song.wav", chain(gain_db), predicted)]))
