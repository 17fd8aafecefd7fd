"""Rules that move the controls: interchangeable, deterministic, and better off after every few steps."""

from itertools import pairwise

import jax
import numpy as np
import pytest

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import Settings
from metamaster.errors import BadOption
from metamaster.learn.adapt import Adapted, adapt
from metamaster.learn.names import RULE_NAMES, refuse_unknown
from metamaster.learn.problem import Problem
from metamaster.learn.rules.in_jax import RULES
from metamaster.style.names import Aspect

from .sounds import EVERYTHING, Excerpt, moved, prior_for, problem_for, rendered_style, vector

STEPS = 3
FEW: frozenset[Aspect] = frozenset({"tone"})


@pytest.fixture(scope="module")
def truth() -> Settings:
    return moved(prior_for().start, 3, 0.5)


@pytest.fixture(scope="module")
def problem(excerpt: Excerpt, truth: Settings) -> Problem:
    return problem_for(excerpt, rendered_style(excerpt.audio, vector(truth)), EVERYTHING)


@pytest.fixture(scope="module")
def adapted(problem: Problem) -> dict[str, Adapted]:
    """By rule, after a few steps."""
    return {rule: adapt(problem, rule, STEPS) for rule in RULES}


@pytest.mark.parametrize("rule", RULES)
def test_the_loss_falls(adapted: dict[str, Adapted], rule: str) -> None:
    losses = adapted[rule].losses
    assert len(losses) == STEPS + 1 and losses[-1] < 0.7 * losses[0]


@pytest.mark.parametrize("rule", RULES)
def test_it_is_deterministic(problem: Problem, adapted: dict[str, Adapted], rule: str) -> None:
    assert adapt(problem, rule, STEPS) == adapted[rule]


@pytest.mark.parametrize("rule", RULES)
def test_what_is_not_free_stays_put(excerpt: Excerpt, problem: Problem, rule: str) -> None:
    few = problem_for(excerpt, rendered_style(excerpt.audio, vector(moved(prior_for().start, 4, 0.5))), FEW)
    start, found = prior_for(FEW).start, adapt(few, rule, 1).settings
    changed = {entry.name for entry in PARAMETERS if found[entry.name] != np.float32(start[entry.name])}
    assert changed and all(name.startswith(("eq.mid.", "limiter.drive_db")) for name in changed)


@pytest.mark.parametrize("rule", RULES)
def test_how_sure_the_end_is_is_told(adapted: dict[str, Adapted], rule: str) -> None:
    sure = adapted[rule].uncertainty
    assert sure is not None and sure.deviation["eq.mid.high_shelf.gain_db"] < 3.0


def test_how_sure_the_start_is_is_not_told(problem: Problem) -> None:
    assert adapt(problem, "levenberg-marquardt", 0).uncertainty is None


@pytest.mark.parametrize("rule", RULES)
def test_no_step_at_all_leaves_the_start(problem: Problem, rule: str) -> None:
    found = adapt(problem, rule, 0)
    assert len(found.losses) == 1
    assert found.settings.values == pytest.approx(prior_for().start.values, rel=0.01, abs=0.1)


@pytest.mark.parametrize("rule", RULES)
def test_every_control_stays_in_its_range(adapted: dict[str, Adapted], rule: str) -> None:
    values = adapted[rule].settings.as_dict()
    assert all(entry.low <= values[entry.name] <= entry.high for entry in PARAMETERS)


@pytest.mark.parametrize("rule", RULES)
def test_it_tells_how_far_it_is(problem: Problem, rule: str) -> None:
    told: list[float] = []
    adapt(problem, rule, STEPS, told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1.0])


@pytest.mark.parametrize("rule", RULES)
def test_a_state_shows_its_coordinates_and_their_loss(problem: Problem, rule: str) -> None:
    state = jax.eval_shape(RULES[rule]().init, problem)
    assert (state.coordinates.shape, state.loss.shape) == ((52,), ())


def test_levenberg_marquardt_never_takes_a_step_that_raises_the_loss(problem: Problem) -> None:
    losses = adapt(problem, "levenberg-marquardt", 8).losses
    assert all(after <= before for before, after in pairwise(losses))


def test_levenberg_marquardt_is_the_faster(adapted: dict[str, Adapted]) -> None:
    assert adapted["levenberg-marquardt"].losses[-1] < adapted["radam"].losses[-1]


def test_an_unknown_rule_is_refused_by_name() -> None:
    with pytest.raises(BadOption, match="no rule 'sgd': choose from levenberg-marquardt, radam"):
        refuse_unknown("sgd")


def test_the_rules_are_those_that_can_be_named() -> None:
    assert tuple(RULES) == RULE_NAMES
