"""The inner loop: a rule moves the variables of a scope so that mixes come closer to the style they are to have."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax
from jaxtyping import Bool, Float

from metamaster.learn.material import Mix
from metamaster.learn.names import Order, World
from metamaster.learn.objective import Objective, Residual, Variables, detached, objective_of
from metamaster.learn.placing import placed
from metamaster.learn.predictor import Prediction, Predictor
from metamaster.learn.problem import LOUDNESS_WEIGHT
from metamaster.learn.rules.rule import Rule
from metamaster.learn.scopes import Believed, Scope, encoded, predicted
from metamaster.learn.sound import chain_values, excerpt_after
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import Style, describe

Measured = Float[Array, "*mixes entries"]
_FORWARD_UP_TO = 128
"""Up to so many variables the Jacobian is taken forwards, beyond that backwards."""


@dataclass(frozen=True)
class Plan:
    """How the inner loop goes."""

    predictor: Predictor
    scope: Scope
    rule: Rule
    world: World
    order: Order
    steps: int


class Meta(NamedTuple):
    """All that training sets: the predictor's parameters, the rule's numbers and the scope's."""

    predictor: Any
    rule: Any
    scope: Any


class Aim(NamedTuple):
    """A mix and what is predicted for it, before any step: the target does not move with the variables."""

    mix: Mix
    prediction: Prediction


class Path(NamedTuple):
    """Where adaptation was before the first step and after every step, and the inner loss there."""

    variables: Float[Array, "steps_and_start variables"]
    losses: Float[Array, "steps_and_start"]


class _Held(NamedTuple):
    start: Variables
    precision: Variables
    free: Bool[Array, "variables"]


def neutral_meta(plan: Plan, predictor_parameters: Any) -> Meta:
    """What training starts from."""
    return Meta(predictor_parameters, plan.rule.learned, plan.scope.learned)


def believed_of(plan: Plan, meta: Meta, reference: Float[Any, "inputs"]) -> Believed:
    """What the reference makes the predictor believe."""
    return Believed(meta.predictor, reference, encoded(plan.predictor, meta.predictor, reference))


def aims_at(plan: Plan, believed: Believed, mixes: Mix) -> Aim:
    """The mixes (stacked) with their predictions."""
    return Aim(mixes, jax.vmap(lambda told: _predicted(plan, believed, told))(mixes.inputs))


def adapted(plan: Plan, meta: Meta, believed: Believed, aims: Aim, target_lufs: Array) -> Path:
    """Adapts on stacked mixes together, in all steps of the plan."""
    objective = objective_on(plan, meta, believed, aims, target_lufs)

    def step(state: Any, _: None) -> tuple[Any, tuple[Variables, Array]]:
        state = plan.rule.update(meta.rule, objective, state)
        return state, (state.coordinates, state.loss)

    state = plan.rule.init(meta.rule, objective)
    # Each step is computed again on the way back: what a render remembers would fill the memory.
    _, (variables, losses) = lax.scan(jax.checkpoint(step), state, None, length=plan.steps)
    first = state.coordinates[None], state.loss[None]
    return Path(jnp.concatenate([first[0], variables]), jnp.concatenate([first[1], losses]))


def _predicted(plan: Plan, believed: Believed, mix: Float[Any, "inputs"]) -> Prediction:
    return predicted(plan.predictor, believed.parameters, mix, believed.context)


def objective_on(plan: Plan, meta: Meta, believed: Believed, aims: Aim, target_lufs: Array) -> Objective:
    """What the rule lowers on stacked mixes together; it may be made inside a program only.

    In first order what is measured of a chain carries no derivative; what is aimed at, and what errors count, still do.
    """
    scope = plan.scope
    held = _Held(scope.start(believed), scope.precision(meta.scope, aims.prediction), jnp.asarray(scope.free))

    def measured(world: World, variables: Variables) -> Measured:
        def heard(mix: Mix) -> Measured:
            values = values_on(plan, believed, variables, mix, target_lufs)
            return entries_of(describe(excerpt_after(world, mix, values)))

        return lax.map(heard, aims.mix)

    wanted, weight = jax.vmap(lambda aim: wanted_of(aim, target_lufs))(aims)
    weight = weight / jnp.sqrt(weight.shape[0])
    modelled = partial(measured, "frames")
    slope = jax.jacfwd(modelled) if held.start.size <= _FORWARD_UP_TO else jax.jacrev(modelled)

    def objective(hold: Callable[[Array], Array]) -> Objective:
        return objective_of(
            held,
            lambda variables: (weight * (hold(measured(plan.world, variables)) - wanted)).ravel(),
            lambda variables: (weight[..., None] * hold(slope(variables))).reshape(-1, held.start.size),
        )

    if plan.order == "second":
        return objective(lambda found: found)
    return objective(lax.stop_gradient)._replace(gradient=detached(objective(lambda found: found)).gradient)


def values_on(plan: Plan, believed: Believed, variables: Variables, mix: Mix, target_lufs: Array) -> Float[Array, "52"]:
    """Physical values of the chain that the variables stand for on one mix, its drive placed for a loudness."""
    return chain_values(placed(plan.scope.coordinates(believed, variables, mix.inputs), target_lufs), mix.loudness_lufs)


def style_errors(aim: Aim, style: Style, target_lufs: Array) -> Residual:
    """The weighted errors of an excerpt that came out with that style."""
    wanted, weight = wanted_of(aim, target_lufs)
    return weight * (entries_of(style) - wanted)


def entries_of(style: Style) -> Measured:
    """What is judged of a style: the features of all aspects, and the loudness."""
    found = features(style)
    return jnp.concatenate([*(found[aspect] for aspect in ASPECTS), style.loudness_lufs[None]])


def wanted_of(aim: Aim, target_lufs: Array) -> tuple[Measured, Measured]:
    """What the same entries shall be on the excerpt, and what an error of 1 in each counts."""
    mix, prediction = aim
    wanted = [mix.heard[aspect] + mix.base[aspect] + prediction.change[aspect] for aspect in ASPECTS]
    weight = [prediction.weight[aspect] for aspect in ASPECTS]
    loudness = jnp.full(1, LOUDNESS_WEIGHT, weight[0].dtype)
    return jnp.concatenate([*wanted, (target_lufs + mix.louder)[None]]), jnp.concatenate([*weight, loudness])
