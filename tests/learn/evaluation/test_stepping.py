"""Rules on grounds: all lower the loss from the same start, and are judged after the counts asked for."""

from functools import partial

import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.learn.checkpoint import Model
from metamaster.learn.evaluation.evolution import evolution, has_cmaes
from metamaster.learn.evaluation.ground import Ground, shipped_ground, styled_ground, through
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.model_ground import Anchor, ModelGrounds
from metamaster.learn.evaluation.stepping import Stepper, levenberg_marquardt, stepping
from metamaster.learn.evaluation.trial import Trial
from metamaster.learn.model_config import InnerConfig, Made, PredictorConfig
from metamaster.learn.rules.damped import Damping
from metamaster.learn.setup import new_meta, plan_of
from metamaster.learn.wanted import LEARNED


@pytest.fixture(scope="module")
def heard(trial: Trial) -> Heard:
    return Heard(trial)


@pytest.fixture(scope="module")
def grounds() -> ModelGrounds:
    """Of a model before any training, whose scope is the context."""
    predictor, inner = PredictorConfig(8, 16), InnerConfig(rule="sgd", scope="context", steps=1)
    plan = plan_of(predictor, inner)
    return ModelGrounds(Model(plan, new_meta(plan, 0), Made(predictor, inner)))


def losses(ground: Ground, stepper: Stepper, steps: int) -> list[float]:
    state = stepper.init(ground.objective)
    found = [float(state.loss)]
    for _ in range(steps):
        state = stepper.update(ground.objective, state)
        found.append(float(state.loss))
    return found


def test_a_rule_lowers_the_loss_from_a_neutral_start(heard: Heard):
    first, *rest = losses(styled_ground(LEARNED, "render", heard), levenberg_marquardt(Damping()), 2)
    assert min(rest) < 0.95 * first


def test_a_rule_lowers_the_loss_from_the_shipped_start(heard: Heard):
    """By how much depends on how near to the end that start is already."""
    first, *rest = losses(shipped_ground("render", heard), levenberg_marquardt(Damping()), 2)
    assert min(rest) < first


def test_a_rule_on_gradients_steps_without_compiling_anything_anew(heard: Heard):
    """The band model's loops, taken one by one, would be compiled at every step."""
    residual = shipped_ground("frames", heard).objective.residual
    at = jnp.asarray(shipped_ground("frames", heard).objective.start)
    assert isinstance(residual(at), np.ndarray)


def test_a_model_is_a_start_for_any_rule(heard: Heard, grounds: ModelGrounds):
    first, last = losses(grounds.own("render", heard), levenberg_marquardt(Damping()), 1)
    assert last <= first


def test_an_untrained_model_starts_where_a_neutral_chain_is(heard: Heard, grounds: ModelGrounds):
    own, chain = grounds.own("frames", heard), grounds.chain("frames", heard)
    assert chain.objective.start.size == 52 and own.objective.start.size == 8
    assert own.settings(own.objective.start) == chain.settings(chain.objective.start)


def test_a_gradient_from_errors_and_their_jacobian_is_that_of_the_loss():
    """Of linear errors, where it is known; a variable that is not free is not held to its start."""
    matrix = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]])
    anchor = Anchor(np.array([0.2, -0.4]), np.array([2.0, 5.0]), np.array([True, False]))
    at = np.array([1.0, 1.0])
    found = through(anchor, lambda u: matrix @ u - 1.0, lambda u: matrix, at)
    assert found == pytest.approx(matrix.T @ (matrix @ at - 1.0) + np.array([2.0 * 0.8, 0.0]))


def test_attempts_are_made_at_the_counts_asked_for(heard: Heard):
    ground = partial(shipped_ground, "render")
    family = stepping("mine", "", ground, lambda _: levenberg_marquardt(Damping()), (3, 0, 1))
    attempts = family.attempt(heard)
    assert [one.steps for one in attempts] == [0, 1, 3]
    assert attempts[0].seconds < attempts[1].seconds < attempts[2].seconds
    assert attempts[0].result != attempts[1].result


@pytest.mark.skipif(not has_cmaes(), reason="needs the library cmaes (the extra bench)")
def test_evolution_ends_no_higher_than_it_began(heard: Heard):
    ground = shipped_ground("frames", heard)
    family = evolution("CMA-ES", "", lambda _: ground, (2, 8), seed=0)
    assert [one.steps for one in family.attempt(heard)] == [2, 8]
    assert family.attempt(heard)[1].result == family.attempt(heard)[1].result
