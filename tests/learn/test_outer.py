"""The outer loss: of every scope, from the same material, with a gradient in all that is trained."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.learn.adaptation import Meta
from metamaster.learn.material import Material, Preparation, prepared
from metamaster.learn.model_config import InnerConfig, PredictorConfig
from metamaster.learn.neutral import CONTROLS
from metamaster.learn.outer import Figures, Judgement, episode_loss
from metamaster.learn.reptile import reptile_direction
from metamaster.learn.rules.learnable import LEARNABLE_RULES
from metamaster.learn.scopes import SCOPES
from metamaster.learn.setup import new_meta, plan_of
from metamaster.learn.style_model.model import FEATURES

from .training.runs import Noise

pytestmark = pytest.mark.slow
SMALL = PredictorConfig(8, 16)
JUDGED = Judgement("query", "all", True, 0.1)


@pytest.fixture(scope="module")
def material() -> Material:
    # As inside a program, where training has it.
    return jax.tree.map(jnp.asarray, prepared(Noise(0)[0][0], Preparation("frames", "nothing")))


def shapes(inner: InnerConfig, judged: Judgement, material: Material) -> tuple[Meta, Any]:
    """The shapes of what is trained and of its gradient; nothing is compiled."""
    plan = plan_of(SMALL, inner)
    meta = new_meta(plan, 0)
    slope = jax.eval_shape(jax.grad(lambda meta: episode_loss(plan, judged, meta, material)[0]), meta)
    return jax.tree.map(np.shape, meta), jax.tree.map(lambda leaf: leaf.shape, slope)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_can_be_learned_through(scope: str, material: Material):
    meta, slope = shapes(InnerConfig(scope=scope, steps=2, order="second"), JUDGED, material)
    assert meta == slope


@pytest.mark.parametrize("rule", LEARNABLE_RULES)
def test_every_rule_can_be_learned(rule: str, material: Material):
    meta, slope = shapes(InnerConfig(rule=rule, scope="context", steps=2), JUDGED, material)
    assert meta == slope


def test_what_was_adapted_on_the_support_is_judged_on_the_query(material: Material):
    meta, slope = shapes(InnerConfig(steps=2), Judgement("support", "last", False, 0.0), material)
    assert meta == slope


def test_reptile_moves_the_predictor(material: Material):
    plan = plan_of(SMALL, InnerConfig(rule="sgd", scope="head", steps=2))
    moves, _ = jax.eval_shape(lambda meta: reptile_direction(plan, JUDGED, meta, material), new_meta(plan, 0))
    assert jax.tree.map(lambda leaf: leaf.shape, moves) == jax.tree.map(np.shape, new_meta(plan, 0))


@pytest.fixture(scope="module")
def learned(material: Material) -> tuple[Meta, Figures]:
    """The gradient and the figures of one step of Levenberg-Marquardt on the chain."""
    plan = plan_of(SMALL, InnerConfig(steps=1))
    value = jax.jit(jax.grad(lambda meta: episode_loss(plan, JUDGED, meta, material), has_aux=True))
    return value(new_meta(plan, 0))


def test_adaptation_lowers_its_own_loss(learned: tuple[Meta, Figures]):
    assert float(learned[1].inner_end) < float(learned[1].inner_start)


def test_the_gradient_is_finite_and_reaches_what_is_trained(learned: tuple[Meta, Figures]):
    slope = learned[0]
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(slope))
    for part in (slope.predictor["head"], slope.rule.initial):
        assert any(np.asarray(leaf).any() for leaf in jax.tree.leaves(part))
    # Of the belief: how firmly to hold each control, what an error counts, and what to change in the mix.
    said = np.asarray(slope.predictor["belief"]["bias"])
    precision, weight, more, _ = np.split(said, np.cumsum([CONTROLS, FEATURES, FEATURES]))
    assert precision.any() and weight.any() and more.any()


def test_the_parameters_of_another_software_do_not_count(learned: tuple[Meta, Figures]):
    assert float(learned[1].end["parameters"]) == pytest.approx(0.01, rel=1e-3)
