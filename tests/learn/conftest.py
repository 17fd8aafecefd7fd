"""Fixtures that the tests of learning share."""

import jax
import jax.numpy as jnp
import pytest

from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.style.descriptor import describe
from metamaster.style.frames import analyse_frames, samples_for
from tests.conftest import Clip

from .sounds import Excerpt


@pytest.fixture(scope="session")
def excerpt(mix: Clip) -> Excerpt:
    """The first ten seconds of the mix."""
    audio = jnp.asarray(mix.samples[:, : samples_for(EXCERPT_FRAMES)])
    frames = jax.jit(analyse_frames)(audio)
    return Excerpt(audio, frames, jax.jit(describe)(frames))
