"""A trained model's start and aim as a ground, on which its own rule runs, and any other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.learn.adaptation import (
    Aim,
    Meta,
    Plan,
    aims_at,
    believed_of,
    objective_on,
    style_errors,
    values_on,
)
from metamaster.learn.checkpoint import Model
from metamaster.learn.evaluation.ground import Ground, Look, settings_of, through
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.rendering import rendered
from metamaster.learn.material import Material
from metamaster.learn.objective import Objective, Variables
from metamaster.learn.scopes import SCOPES, Believed
from metamaster.style.reading import describe_file, frames_of


class _Posed(NamedTuple):
    """One mix to adapt to one reference; a pytree of arrays."""

    meta: Meta
    believed: Believed
    aims: Aim
    target_lufs: Any


class Anchor(NamedTuple):
    """Where variables start and how firmly each is held there, as arrays."""

    start: Variables
    precision: Variables
    free: Any


@dataclass(frozen=True, eq=False)
class _Programs:
    pose: Callable[[Meta, Material], tuple[_Posed, Anchor]]
    values: Callable[[_Posed, Variables], Any]
    residual: Callable[[_Posed, Variables], Any]
    jacobian: Callable[[_Posed, Variables], Any]
    gradient: Callable[[_Posed, Variables], Any]


class ModelGrounds:
    """The grounds of one model; its programs are compiled once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._own = _programs(replace(model.plan, world="frames"))
        self._chain = self._own if model.made.inner.scope == "chain" else _programs(_on_chain(model))

    def own(self, look: Look, heard: Heard) -> Ground:
        """Moving what the model's scope moves."""
        return self._ground(self._own, self.model.plan, self.model.meta, look, heard)

    def chain(self, look: Look, heard: Heard) -> Ground:
        """Moving the controls of the chain from where the model puts it."""
        plan = _on_chain(self.model)
        return self._ground(self._chain, plan, self.model.meta._replace(scope=plan.scope.learned), look, heard)

    def _ground(self, programs: _Programs, plan: Plan, meta: Meta, look: Look, heard: Heard) -> Ground:
        posed, anchor = programs.pose(meta, heard.material(self.model.made.predictor.base))
        jacobian = _on_numpy(programs.jacobian, posed)
        if look == "frames":
            residual, gradient = _on_numpy(programs.residual, posed), _on_numpy(programs.gradient, posed)
        else:
            residual = partial(_rendered_errors, programs, posed)
            gradient = partial(through, anchor, residual, jacobian)
        objective = Objective(anchor.start, anchor.precision, anchor.free, residual, jacobian, gradient)
        return Ground(objective, plan.scope.kinds, lambda u: settings_of(programs.values(posed, jnp.asarray(u))))


def _on_chain(model: Model) -> Plan:
    scope = SCOPES["chain"](model.plan.predictor, model.meta.predictor)
    return replace(model.plan, scope=scope, world="frames")


def _on_numpy(program: Callable[[_Posed, Variables], Any], posed: _Posed) -> Callable[[Variables], np.ndarray]:
    return lambda variables: np.asarray(program(posed, jnp.asarray(variables)))


def _rendered_errors(programs: _Programs, posed: _Posed, variables: Variables) -> np.ndarray:
    settings = settings_of(programs.values(posed, jnp.asarray(variables)))
    aim = jax.tree.map(lambda leaf: leaf[0], posed.aims)
    style = describe_file(frames_of(rendered(aim.mix.audio, settings)))
    return np.asarray(style_errors(aim, style, jnp.asarray(posed.target_lufs)))


def _programs(plan: Plan) -> _Programs:
    @jax.jit
    def told(meta: Meta, material: Material) -> tuple[Believed, Aim]:
        believed = believed_of(plan, meta, material.reference)
        mix = jax.tree.map(lambda leaf: leaf[:1], material.query.mix)
        return believed, aims_at(plan, believed, mix)

    def on(posed: _Posed) -> Objective:
        return objective_on(plan, *posed)

    @jax.jit
    def anchored(posed: _Posed) -> Anchor:
        objective = on(posed)
        return Anchor(objective.start, objective.precision, objective.free)

    def pose(meta: Meta, material: Material) -> tuple[_Posed, Anchor]:
        believed, aims = told(meta, material)
        posed = _Posed(meta, believed, jax.tree.map(np.asarray, aims), material.reference_lufs)
        return posed, jax.tree.map(np.asarray, anchored(posed))

    def values(posed: _Posed, variables: Variables) -> Any:
        mix = jax.tree.map(lambda leaf: leaf[0], posed.aims.mix)
        return values_on(plan, posed.believed, variables, mix, posed.target_lufs)

    return _Programs(
        pose=pose,
        values=jax.jit(values),
        residual=jax.jit(lambda posed, variables: on(posed).residual(variables)),
        jacobian=jax.jit(lambda posed, variables: on(posed).jacobian(variables)),
        gradient=jax.jit(lambda posed, variables: on(posed).gradient(variables)),
    )
