"""Ways to adapt that look at renders hear the chain as it ships, on ten seconds of the mix."""

import numpy as np
import pytest

from metamaster.audio.files import ArraySource, open_source
from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.learn.evaluation.rendering import excerpt_of, rendered, rendered_residual
from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.learn.problem import Problem, errors_of, in_numpy
from metamaster.listen import Listened, listen
from metamaster.style.frames import samples_for
from tests.conftest import RATE, Clip
from tests.learn.sounds import Excerpt, moved, prior_for, problem_for, rendered_style, vector


@pytest.fixture(scope="module")
def problem(excerpt: Excerpt) -> Problem:
    return in_numpy(problem_for(excerpt, excerpt.style))


@pytest.fixture(scope="module")
def song(mix: Clip) -> Listened:
    return listen(open_source(mix.path))


@pytest.mark.parametrize("seed", [1, 2])
def test_its_errors_are_those_of_the_render_in_jax(excerpt: Excerpt, problem: Problem, seed: int):
    settings = moved(prior_for().start, seed, 0.5)
    coordinates = np.asarray(coordinates_of(vector(settings)))
    expected = np.asarray(errors_of(problem, rendered_style(excerpt.audio, vector(settings))))
    assert rendered_residual(np.asarray(excerpt.audio), problem, coordinates) == pytest.approx(expected, abs=0.01)


def test_the_render_is_as_long_as_the_excerpt_and_not_late(excerpt: Excerpt):
    click = np.zeros(excerpt.audio.shape, np.float32)
    click[:, 1000] = 0.1
    out = rendered(click, prior_for().start)
    # The bands are put together through all-passes, which move a click by a sample or so.
    assert out.shape == click.shape and abs(int(np.argmax(np.abs(out[0]))) - 1000) <= 2


def test_the_excerpt_is_ten_seconds_long(song: Listened):
    assert excerpt_of(song).shape == (2, samples_for(EXCERPT_FRAMES))


def test_the_excerpt_of_a_mono_file_is_stereo(song: Listened):
    mono = listen(ArraySource(song.source.read()[:1], RATE))
    left, right = np.asarray(excerpt_of(mono))
    assert np.array_equal(left, right)
