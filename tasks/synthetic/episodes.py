"""Episodes of songs that exist as band powers alone, mastered by the band model of the chain.

They hold no samples, so learning can only look at their frames; and they are no music: good for seeing a training
run work, not for training what is to master songs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import INDEX, named
from metamaster.learn.band_model import predict
from metamaster.learn.episode import About, Episode, Split, Take
from metamaster.learn.prior import default_prior
from metamaster.style.aspects import ASPECTS
from metamaster.style.descriptor import describe
from metamaster.style.frames import Frames
from tasks.synthetic.frames import Sound, draw_frames, draw_sound

_TRIM, _DRIVE = INDEX["trim.gain_db"], INDEX["limiter.drive_db"]
_HABIT = 0.8
"""How far a genre's chain lies from neutral, in standard deviations of the default prior."""
_WHIM = 0.2
"""How far the chain of one song lies from its genre's."""


@dataclass(frozen=True)
class SyntheticEpisodes:
    """Endless episodes, the same for the same seed: pure functions of (seed, index)."""

    seed: int
    support: int = 1
    queries: int = 1
    split: Split = "seen"

    def __getitem__(self, index: int) -> tuple[Episode, About]:
        """The episode of that index, from 0."""
        rng = np.random.default_rng((self.seed, 7, index))
        sound, habit, loud = draw_sound(rng), _HABIT * rng.standard_normal(52), rng.uniform(-16.0, -9.0)
        mixes = [draw_frames(rng, sound, rng.uniform(-24.0, -16.0)) for _ in range(1 + self.support + self.queries)]
        chains = [habit + _WHIM * rng.standard_normal(52) for _ in range(1 + self.queries)]
        reference, _ = _mastered(mixes[0], chains[0], loud)
        queries = mixes[1 + self.support :]
        done = [_mastered(mix, chain, loud) for mix, chain in zip(queries, chains[1:], strict=True)]
        episode = Episode(
            reference=reference,
            support=_takes(mixes[1 : 1 + self.support]),
            query=_takes(queries),
            truth=_stacked([master for master, _ in done]),
            values=np.stack([values for _, values in done]),
        )
        names = tuple(f"synthetic {self.seed}.{index}.{k}" for k in range(len(mixes)))
        return episode, About(_name(sound), self.split, self.seed, "chain", names)

    def __iter__(self) -> Iterator[tuple[Episode, About]]:
        """All episodes from the first on."""
        index = 0
        while True:
            yield self[index]
            index += 1


def _mastered(mix: Frames, move: np.ndarray, target_lufs: float) -> tuple[Frames, np.ndarray]:
    """The master of a mix by a chain that far from neutral, and the chain's values."""
    frames, values = _master_program()(mix, jnp.asarray(move, jnp.float32), jnp.float32(target_lufs))
    return jax.tree.map(np.asarray, frames), np.asarray(values)


@cache
def _master_program() -> Callable[[Frames, jax.Array, jax.Array], tuple[Frames, jax.Array]]:
    prior = default_prior(frozenset(ASPECTS), 0.0, 0.0)
    start = coordinates_of(jnp.asarray(prior.start.values, jnp.float32))
    reach = jnp.asarray(prior.spread * prior.free)

    def master(mix: Frames, move: jax.Array, target_lufs: jax.Array) -> tuple[Frames, jax.Array]:
        trim = WORKING_LOUDNESS_LUFS - describe(mix).loudness_lufs
        values = physical(start + reach * move).at[_TRIM].set(trim)
        drive = target_lufs - WORKING_LOUDNESS_LUFS
        for _ in range(2):
            values = values.at[_DRIVE].set(jnp.clip(drive, -24.0, 36.0))
            master = predict(mix, named(values))
            drive = values[_DRIVE] + target_lufs - describe(master).loudness_lufs
        return master, values

    return jax.jit(master)


def _takes(mixes: list[Frames]) -> Take:
    return Take(np.zeros((len(mixes), 2, 0), np.float32), _stacked(mixes))


def _stacked(frames: list[Frames]) -> Frames:
    return jax.tree.map(lambda *leaves: np.stack(leaves), *frames)


def _name(sound: Sound) -> str:
    return f"slope {sound.slope_db:.0f} dB, beat {60.0 / sound.beat_s:.0f} bpm"
