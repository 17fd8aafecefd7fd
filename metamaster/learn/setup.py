"""What a model is made of, in plain values, and the pure functions that follow from them."""

from typing import Annotated, Literal

import msgspec

from metamaster.learn.adaptation import Meta, Order, Plan, neutral_meta
from metamaster.learn.material import Base, World
from metamaster.learn.predictor import Predictor, new_parameters
from metamaster.learn.rules.learnable import LEARNABLE_RULES
from metamaster.learn.scopes import SCOPES

RuleName = Literal["sgd", "adam", "radam", "meta-sgd", "levenberg-marquardt", "recurrent", "recurrent-gauss-newton"]


class PredictorConfig(msgspec.Struct, frozen=True):
    """The predictor's size, and what its targets are added to."""

    context: Annotated[int, msgspec.Meta(ge=1, le=256)] = 32
    """Numbers that stand for a genre."""
    width: Annotated[int, msgspec.Meta(ge=8, le=512)] = 192
    base: Base = "nothing"
    """What the predicted change is added to: nothing, or what ``metamaster.style.target`` gives."""


class InnerConfig(msgspec.Struct, frozen=True):
    """The inner loop."""

    rule: RuleName = "levenberg-marquardt"
    scope: Literal["chain", "context", "head", "all"] = "chain"
    steps: Annotated[int, msgspec.Meta(ge=0, le=100)] = 5
    order: Order = "first"
    """Whether derivatives pass through what is measured at each step (second) or not (first)."""
    world: World = "frames"
    """Whether mixes are rendered (audio) or only their frames are (frames), at a small part of the cost."""
    seconds: Annotated[float, msgspec.Meta(ge=1.0, le=10.0)] = 10.0
    """How much of each mix is rendered, where it is."""


def plan_of(predictor: PredictorConfig, inner: InnerConfig) -> Plan:
    """The inner loop as pure functions."""
    network = Predictor(predictor.context, predictor.width)
    scope = SCOPES[inner.scope](network, new_parameters(network, 0))
    rule = LEARNABLE_RULES[inner.rule](scope.kinds)
    return Plan(network, scope, rule, inner.world, inner.order, inner.steps)


def new_meta(plan: Plan, seed: int) -> Meta:
    """Everything that training sets, before any training; deterministic."""
    return neutral_meta(plan, new_parameters(plan.predictor, seed))
