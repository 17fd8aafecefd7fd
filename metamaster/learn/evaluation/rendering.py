"""The excerpt through the chain as it ships, for ways to adapt that look at renders instead of the band model."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from jaxtyping import Float32

from metamaster.audio.resample import resample
from metamaster.audio.source import stereo
from metamaster.chain.pedalboard_renderer.chain import Chain
from metamaster.chain.pedalboard_renderer.stage import MAX_BLOCK
from metamaster.chain.settings import Settings
from metamaster.learn.excerpt import choose_parts, join_parts
from metamaster.learn.objective import Residual
from metamaster.learn.problem import Coordinates, Problem, errors_of, values_at
from metamaster.listen import Listened
from metamaster.style.descriptor import describe
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import frames_of

Excerpt = Float32[np.ndarray, "2 samples"]
"""Left and right at ``STYLE_RATE``."""


def excerpt_of(mix: Listened) -> Excerpt:
    """The sound of the ten seconds of a mix that adaptation looks at."""
    rate = mix.source.sample_rate
    parts = []
    for part in choose_parts(mix.frames):
        start_s, end_s = part.seconds()
        samples = mix.source.read(round(start_s * rate), round(end_s * rate))
        parts.append(resample(stereo(samples), rate, STYLE_RATE))
    return join_parts(parts)


def rendered_residual(audio: Excerpt, problem: Problem, coordinates: Coordinates) -> Residual:
    """Weighted errors of the true render of that excerpt; without derivatives."""
    settings = Settings(tuple(float(value) for value in values_at(problem, coordinates)))
    return np.asarray(errors_of(problem, describe(frames_of(rendered(audio, settings)))))


def rendered(audio: Excerpt, settings: Settings) -> Excerpt:
    """An excerpt through the whole chain; same length, no latency."""
    with ThreadPoolExecutor(2) as threads:
        chain = Chain(settings.as_dict(), STYLE_RATE, threads)
        padded = np.pad(audio, ((0, 0), (0, chain.latency)))
        blocks = [chain.process(padded[:, at : at + MAX_BLOCK]) for at in range(0, padded.shape[1], MAX_BLOCK)]
    return np.concatenate(blocks, axis=1)[:, chain.latency :]
