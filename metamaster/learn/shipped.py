"""The errors of the chain as it ships: of Pedalboard's render, which takes half of JAX's time and no compiling."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from jaxtyping import Float32

from metamaster.chain.pedalboard_renderer.chain import Chain
from metamaster.chain.pedalboard_renderer.stage import MAX_BLOCK
from metamaster.chain.settings import Settings
from metamaster.learn.objective import Residual
from metamaster.learn.problem import Coordinates, Problem, errors_of, values_at
from metamaster.style.descriptor import describe
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import frames_of


def shipped_residual(problem: Problem, coordinates: Coordinates) -> Residual:
    """What ``residual`` gives, of the shipped render and without derivatives."""
    settings = Settings(tuple(float(value) for value in values_at(problem, coordinates)))
    return np.asarray(errors_of(problem, describe(frames_of(rendered(np.asarray(problem.audio), settings)))))


def rendered(audio: Float32[np.ndarray, "2 samples"], settings: Settings) -> Float32[np.ndarray, "2 samples"]:
    """Left and right at ``STYLE_RATE`` through the whole chain; same length, no latency."""
    with ThreadPoolExecutor(2) as threads:
        chain = Chain(settings.as_dict(), STYLE_RATE, threads)
        padded = np.pad(audio, ((0, 0), (0, chain.latency)))
        blocks = [chain.process(padded[:, at : at + MAX_BLOCK]) for at in range(0, padded.shape[1], MAX_BLOCK)]
    return np.concatenate(blocks, axis=1)[:, chain.latency :]
