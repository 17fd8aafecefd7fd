"""The pure functions that follow from what a model is made of."""

from metamaster.learn.adaptation import Meta, Plan, neutral_meta
from metamaster.learn.model_config import InnerConfig, PredictorConfig
from metamaster.learn.predictor import Predictor, new_parameters
from metamaster.learn.rules.learnable import LEARNABLE_RULES
from metamaster.learn.scopes import SCOPES


def plan_of(predictor: PredictorConfig, inner: InnerConfig) -> Plan:
    """The inner loop as pure functions."""
    network = Predictor(predictor.context, predictor.width)
    scope = SCOPES[inner.scope](network, new_parameters(network, 0))
    rule = LEARNABLE_RULES[inner.rule](scope.kinds)
    return Plan(network, scope, rule, inner.world, inner.order, inner.steps)


def new_meta(plan: Plan, seed: int) -> Meta:
    """Everything that training sets, before any training; deterministic."""
    return neutral_meta(plan, new_parameters(plan.predictor, seed))
