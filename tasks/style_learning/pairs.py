"""Draws pairs of a mix and a reference with the true master, and reads what the style model is told of them."""

from typing import Literal, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Bool, Float32, Int

from metamaster.learn.style_model.examples import Examples
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import describe
from metamaster.style.fingerprint import fingerprint
from metamaster.style.frames import Frames
from tasks.style_learning.band_desk import treated
from tasks.style_learning.bank import SongBank
from tasks.style_learning.treatments import Treatment, style, unmastering, untouched

_SAME_SONG = 0.4
_AT_ONCE = 256

Way = Literal["restore", "transfer", "both"]
_WAYS: tuple[Way, ...] = ("restore", "transfer", "both")
_WAY_SHARES = (0.35, 0.35, 0.3)


class Drawn(NamedTuple):
    """Which stretch is mastered after which, and how."""

    mix: Int[np.ndarray, "pairs"]
    reference: Int[np.ndarray, "pairs"]
    way: Int[np.ndarray, "pairs"]
    lacks: Treatment
    styles: Treatment


def examples(bank: SongBank, count: int, seed: int) -> Examples:
    """So many pairs; deterministic.

    ``restore``: the reference is as released, the mix has lost its mastering. ``transfer``: the reference has a style
    put on, the mix is as released. ``both``: both.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for at in range(0, count, _AT_ONCE):
        drawn = _draw(bank, min(_AT_ONCE, count - at), rng)
        parts.append(_read(bank, drawn))
    return Examples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _draw(bank: SongBank, count: int, rng: np.random.Generator) -> Drawn:
    mix = rng.integers(0, bank.song.size, count)
    reference = np.array([_partner(bank, int(index), rng) for index in mix])
    way = rng.choice(len(_WAYS), count, p=_WAY_SHARES)
    lacks = [untouched(rng.uniform(-24.0, -18.0)) if one == 1 else unmastering(rng) for one in way]
    styles = [untouched(rng.uniform(-18.0, -9.0)) if one == 0 else style(rng) for one in way]
    return Drawn(mix, reference, way, _stacked(lacks), _stacked(styles))


def _partner(bank: SongBank, index: int, rng: np.random.Generator) -> int:
    same = np.flatnonzero(bank.song == bank.song[index])
    others = same[same != index]
    if rng.random() < _SAME_SONG and others.size:
        return int(rng.choice(others))
    return int(rng.choice(np.flatnonzero(bank.song != bank.song[index])))


def _stacked(treatments: list[Treatment]) -> Treatment:
    return Treatment(*(np.asarray(np.stack(column), np.float32) for column in zip(*treatments, strict=True)))


def _read(bank: SongBank, drawn: Drawn) -> Examples:
    ours = Frames(bank.power[drawn.mix], bank.peak[drawn.mix])
    theirs = Frames(bank.power[drawn.reference], bank.peak[drawn.reference])
    mix, reference, truth = (
        _mastered(*job) for job in ((ours, drawn.lacks), (theirs, drawn.styles), (ours, drawn.styles))
    )
    return Examples(
        mix=mix[1],
        reference=reference[1],
        truth=truth[1],
        mix_print=_prints(mix[0]),
        reference_print=_prints(reference[0]),
        mix_index=drawn.mix,
        reference_index=drawn.reference,
        same_song=_same(bank, drawn),
        styled=drawn.way != 0,
        unmastered=drawn.way != 1,
    )


def _same(bank: SongBank, drawn: Drawn) -> Bool[np.ndarray, "pairs"]:
    return np.asarray(bank.song[drawn.mix] == bank.song[drawn.reference])


@jax.jit
def _mastered(frames: Frames, treatment: Treatment) -> tuple[Frames, jax.Array]:
    def one(pair: tuple[Frames, Treatment]) -> tuple[Frames, jax.Array]:
        finished = treated(*pair)
        return finished, _joined(finished)

    return jax.lax.map(one, (frames, treatment), batch_size=8)


def _joined(frames: Frames) -> jax.Array:
    found = features(describe(frames))
    return jnp.concatenate([found[aspect] for aspect in ASPECTS])


def _prints(frames: Frames) -> Float32[np.ndarray, "pairs 616"]:
    power, peak = np.asarray(frames.power), np.asarray(frames.peak)
    return np.stack([_print(Frames(one, other)) for one, other in zip(power, peak, strict=True)])


def _print(frames: Frames) -> Float32[np.ndarray, "616"]:
    return fingerprint(frames).astype(np.float32)


def songs_told(bank: SongBank) -> tuple[np.ndarray, np.ndarray]:
    """Features and fingerprints of the stretches as they are."""
    read = jax.jit(lambda power, peak: jax.lax.map(lambda pair: _joined(Frames(*pair)), (power, peak)))
    return np.asarray(read(bank.power, bank.peak), np.float64), _prints(Frames(bank.power, bank.peak))
