"""Unknown systems and what is played into them, made from a seed."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jaxtyping import Float
from scipy.signal import lfilter

TAPS = 32
HOP = TAPS
WINDOW = 2 * TAPS
BLOCKS = 320
INPUTS = ("white noise", "coloured noise", "music-like")
_WARM_UP = 64


class Scene(NamedTuple):
    """One recording, cut into blocks; stacked scenes have one more axis, the first."""

    window: Float[Array, "*stack blocks 64"]
    """Of the input: the block and the one before it."""
    observed: Float[Array, "*stack blocks 32"]
    """The system's output, noise and all."""
    clean: Float[Array, "*stack blocks 32"]
    """The system's output without noise."""
    system: Float[Array, "*stack blocks 32"]
    """The system's impulse response in each block."""


def draw(seed: int, kind: str, change_at: int | None = None) -> Scene:
    """A scene with that input; the system changes at that block, or somewhere in the middle half."""
    random = np.random.default_rng([seed, INPUTS.index(kind)])
    change = int(random.integers(BLOCKS // 4, 3 * BLOCKS // 4)) if change_at is None else change_at
    samples = (BLOCKS + 1) * HOP
    level = 10.0 ** (random.uniform(-10.0, 10.0) / 20.0)
    source = level * _INPUT[kind](random, samples)
    systems = [_system(random), _system(random)]
    outputs = [np.convolve(source, system)[HOP:samples].reshape(BLOCKS, HOP) for system in systems]
    second = np.arange(BLOCKS) >= change
    clean = np.where(second[:, None], outputs[1], outputs[0])
    noise = random.standard_normal(clean.shape) * clean.std() * 10.0 ** (-random.uniform(15.0, 40.0) / 20.0)
    blocks = source.reshape(BLOCKS + 1, HOP)
    parts = (
        np.concatenate([blocks[:-1], blocks[1:]], axis=1),
        clean + noise,
        clean,
        np.where(second[:, None], systems[1], systems[0]),
    )
    return Scene(*(jnp.asarray(part, jnp.float32) for part in parts))


def drawn(seeds: range, kind: str | None = None, change_at: int | None = None) -> Scene:
    """Stacked scenes, one for each seed; without a kind, all kinds in turn."""
    scenes = [draw(seed, kind or INPUTS[seed % len(INPUTS)], change_at) for seed in seeds]
    return jax.tree.map(lambda *parts: jnp.stack(parts), *scenes)


def _system(random: np.random.Generator) -> np.ndarray:
    """A short room: a delay, then noise that dies away; its gain is anywhere within 12 dB."""
    decay = np.exp(-np.arange(TAPS) / random.uniform(3.0, 12.0))
    response = random.standard_normal(TAPS) * decay
    response = np.roll(response, delay := random.integers(0, 6))
    response[:delay] = 0.0
    gain = 10.0 ** (random.uniform(-6.0, 6.0) / 20.0)
    return gain * response / np.linalg.norm(response)


def _white(random: np.random.Generator, samples: int) -> np.ndarray:
    return random.standard_normal(samples)


def _coloured(random: np.random.Generator, samples: int) -> np.ndarray:
    """Noise through two random poles, up to 30 dB from the loudest to the softest frequency."""
    radius, angle = random.uniform(0.5, 0.93), random.uniform(0.0, np.pi)
    poles = (1.0, -2.0 * radius * np.cos(angle), radius**2)
    sound = np.asarray(lfilter([1.0], poles, random.standard_normal(samples + _WARM_UP)))[_WARM_UP:]
    return sound / sound.std()


def _music(random: np.random.Generator, samples: int) -> np.ndarray:
    """Notes of a few harmonics each that start one after another and die away, over a soft floor of noise."""
    time = np.arange(samples)
    sound = 0.03 * random.standard_normal(samples)
    onset = 0
    while onset < samples:
        pitch = random.uniform(0.01, 0.09)
        length = random.uniform(300.0, 2500.0)
        after = time[onset:] - onset
        for harmonic in range(1, 7):
            strength = random.uniform(0.3, 1.0) / harmonic * np.exp(-after * harmonic / length)
            sound[onset:] += strength * np.sin(np.pi * pitch * harmonic * after + random.uniform(0.0, 2.0 * np.pi))
        onset += int(random.uniform(200.0, 1200.0))
    return sound / sound.std()


_INPUT = {"white noise": _white, "coloured noise": _coloured, "music-like": _music}
