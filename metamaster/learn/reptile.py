"""Reptile (Nichol et al. 2018): the start moves towards where adaptation to the true masters ends."""

from typing import Any

import jax
import jax.numpy as jnp

from metamaster.learn.adaptation import Meta, Plan, adapted, aims_at, believed_of
from metamaster.learn.material import Material
from metamaster.learn.outer import Figures, Judgement, episode_loss
from metamaster.style.aspects import ASPECTS


def reptile_direction(plan: Plan, judgement: Judgement, meta: Meta, material: Material) -> tuple[Meta, Figures]:
    """Where the scope's parameters started minus where they ended, in place of a gradient; the rest stays put.

    For scopes whose variables are the predictor's own parameters.
    """

    def variables(parameters: Any) -> Any:
        return plan.scope.start(believed_of(plan, meta._replace(predictor=parameters), material.reference))

    believed, query = believed_of(plan, meta, material.reference), material.query
    aims = aims_at(plan, believed, query.mix)
    true = {aspect: query.change[aspect] - query.mix.base[aspect] for aspect in ASPECTS}
    aims = aims._replace(prediction=aims.prediction._replace(change=true))
    path = adapted(plan, meta, believed, aims, material.reference_lufs)
    start, back = jax.vjp(variables, meta.predictor)
    (moves,) = back(start - path.variables[-1])
    _, figures = episode_loss(plan, judgement, meta, material)
    return jax.tree.map(jnp.zeros_like, meta)._replace(predictor=moves), figures
