"""Style models learned from more and from fewer songs, real and procedural, and the linear learner of old."""

from collections.abc import Callable

import numpy as np

from metamaster.learn.style_model.examples import Examples
from metamaster.learn.style_model.fitting import Songs, fit
from metamaster.learn.style_model.infer import Judge
from metamaster.learn.style_model.model import Piece, aspect_slices
from metamaster.style.reading import FrameReader
from metamaster.style.target import StyleDifference
from tasks.songs.catalogue import GENRES, song
from tasks.style_learning.bank import STRETCH_FRAMES, SongBank
from tasks.style_learning.pairs import examples, songs_told

Way = Callable[[Piece, Piece], StyleDifference]
_RIDGE = 0.1
_SECONDS = 24.0


def learned_from(bank: SongBank, pairs: int, songs: int | None, seed: int) -> Way:
    """A model that learned from that many songs of the bank, drawn by the seed; all of them if None."""
    chosen = bank if songs is None else _some(bank, songs, seed)
    features, prints = songs_told(chosen)
    told = Songs(features, np.asarray(prints, np.float64), chosen.song)
    model = fit(told, examples(chosen, pairs, seed), seed)
    return Judge(model).difference


def linear_learner(bank: SongBank, pairs: int, seed: int) -> Way:
    """Ridge regression from the features of mix and reference to the change, as in the project's early notes."""
    told: Examples = examples(bank, pairs, seed)
    inputs, wanted = np.concatenate([told.mix, told.reference], axis=1), told.truth - told.mix
    mean, spread, usual = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6, wanted.mean(axis=0)
    rows = (inputs - mean) / spread
    weights = np.linalg.solve(rows.T @ rows + _RIDGE * len(rows) * np.eye(rows.shape[1]), rows.T @ (wanted - usual))

    def way(mix: Piece, reference: Piece) -> StyleDifference:
        row = (np.concatenate([mix.features, reference.features]) - mean) / spread
        change = np.where(mix.heard, row @ weights + usual, 0.0)
        return StyleDifference({aspect: change[part] for aspect, part in aspect_slices().items()}, 0.0)

    return way


def procedural_bank(each: int) -> SongBank:
    """So many procedural songs of every genre."""
    powers, peaks, songs = [], [], []
    for genre in GENRES:
        for seed in range(each):
            reader = FrameReader()
            reader.add(song(genre, seed, _SECONDS).mix)
            frames = reader.result()
            powers.append(np.asarray(frames.power[:, :STRETCH_FRAMES], np.float32))
            peaks.append(np.asarray(frames.peak[:STRETCH_FRAMES], np.float32))
            songs.append(f"{genre} {seed}")
    return SongBank(np.stack(powers), np.stack(peaks), np.arange(len(peaks)), (), tuple(songs))


def together(one: SongBank, other: SongBank) -> SongBank:
    """All songs of both."""
    return SongBank(
        np.concatenate([one.power, other.power]),
        np.concatenate([one.peak, other.peak]),
        np.concatenate([one.song, other.song + one.song.max() + 1]),
        one.names + other.names,
        one.songs + other.songs,
    )


def _some(bank: SongBank, songs: int, seed: int) -> SongBank:
    drawn = np.random.default_rng(seed).choice(np.unique(bank.song), songs, replace=False)
    kept = np.isin(bank.song, drawn)
    names = tuple(name for name, own in zip(bank.songs, kept, strict=True) if own)
    return SongBank(bank.power[kept], bank.peak[kept], bank.song[kept], bank.names, names)
