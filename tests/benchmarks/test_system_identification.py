"""Identifying an unknown filter: the scenes, the filter, the textbook's rules, and the learned one's training."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from benchmarks.system_identification import classical
from benchmarks.system_identification.adaptive import Filter, FilterRule, advance, begin, filtered
from benchmarks.system_identification.learned import UNROLL, learned, meta_trained, untrained
from benchmarks.system_identification.measuring import Trace, trace
from benchmarks.system_identification.sample_rls import sample_rls
from benchmarks.system_identification.scenes import BLOCKS, HOP, INPUTS, TAPS, WINDOW, Scene, draw, drawn
from benchmarks.system_identification.tuning import Candidate, tuned

CHANGE = BLOCKS // 2


@pytest.fixture(scope="module")
def white() -> Scene:
    """White noise into a system that changes half way, hardly any noise."""
    scene = draw(3, "white noise", CHANGE)
    return scene._replace(observed=scene.clean)


def followed(rule: FilterRule, scene: Scene) -> np.ndarray:
    return np.asarray(jax.jit(lambda one: trace(rule, one).misalignment_db)(scene))


@pytest.mark.parametrize("kind", INPUTS)
def test_a_scene_is_a_function_of_its_seed(kind: str):
    for one, same, other in zip(draw(1, kind), draw(1, kind), draw(2, kind), strict=True):
        assert np.array_equal(one, same) and not np.array_equal(one, other)


@pytest.mark.parametrize("kind", INPUTS)
def test_the_clean_output_is_the_systems(kind: str):
    scene = draw(5, kind, CHANGE)
    for block in (0, CHANGE - 1, CHANGE, BLOCKS - 1):
        expected = np.convolve(scene.window[block], scene.system[block])[HOP:WINDOW]
        np.testing.assert_allclose(scene.clean[block], expected, atol=1e-4)


def test_stacked_scenes_take_turns():
    assert drawn(range(3)).clean.shape == (3, BLOCKS, HOP)


def test_overlap_save_is_convolution(white: Scene):
    bins = jnp.fft.rfft(white.system[0], n=WINDOW)
    block = jax.tree.map(lambda part: part[0], white)
    np.testing.assert_allclose(filtered(Filter(bins, None), block), white.clean[0], atol=1e-4)


def test_the_gradient_is_that_of_the_squared_error(white: Scene):
    block, seen = jax.tree.map(lambda part: part[0], white), []

    def update(told, memory):
        seen.append(told.gradient)
        return jnp.zeros_like(told.gradient), memory

    rule = FilterRule(lambda: None, update)
    advance(rule, begin(rule), block)

    def loss(taps):
        return 0.5 * jnp.sum((block.observed - jnp.convolve(block.window, taps)[HOP:WINDOW]) ** 2)

    by_taps = jnp.fft.irfft(seen[0])[:TAPS]
    np.testing.assert_allclose(by_taps, jax.grad(loss)(jnp.zeros(TAPS)), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(
    ("rule", "db"),
    [(classical.lms(2e-3), -10.0), (classical.nlms(0.3, 0.9), -40.0), (classical.rls(0.8, 0.01), -40.0)],
    ids=["lms", "nlms", "rls"],
)
def test_the_textbook_finds_the_system_and_finds_it_again(rule: FilterRule, db: float, white: Scene):
    misalignment_db = followed(rule, white)
    assert misalignment_db[CHANGE - 1] < db and misalignment_db[CHANGE + 1] > -6.0 and misalignment_db[-1] < db


def test_rls_per_sample_solves_least_squares_at_once(white: Scene):
    traced = jax.jit(lambda scene: sample_rls(0.99, 100.0, scene))(white)
    assert traced.misalignment_db[0] == 0.0 and traced.misalignment_db[3] < -40.0


def test_an_untrained_rule_hears_and_does_nothing(white: Scene):
    np.testing.assert_allclose(followed(learned(untrained(0)), white), 0.0, atol=1e-4)


def test_meta_training_lowers_the_meta_loss():
    told: list[float] = []
    meta_trained(drawn(range(16)), 2 * BLOCKS // UNROLL, 0, lambda _, loss: told.append(loss))
    assert len(told) == 2 and told[1] < told[0]


def test_tuning_takes_the_best_and_never_what_runs_away():
    candidate = Candidate(
        lambda step, scene: trace(classical.nlms(step, 0.9), scene), {"step": (0.001, 0.3, 50.0)}, scenes=2
    )
    found = tuned(candidate, drawn(range(2)))
    assert (found.numbers, found.tried) == ({"step": 0.3}, 3)


def test_a_perfect_filter_has_no_misalignment(white: Scene):
    assert np.all(Trace.of(white, white.system, white.clean).misalignment_db < -70.0)
