"""A chain that was foreseen is where adaptation begins, as far as each aspect is asked for."""

import numpy as np
import pytest

from metamaster.chain.jax_renderer.bounded import coordinates_of
from metamaster.chain.parameters import INDEX, PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.foreseen_prior import foreseen_prior
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.prior import Prior, default_prior
from metamaster.learn.wanted import Start
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

ALL: dict[Aspect, float] = dict.fromkeys(ASPECTS, 1.0)
START = Start(
    neutral_chain().coordinates + 0.5,
    np.full(len(PARAMETERS), 4.0, np.float32),
    np.ones(67, np.float32),
    known_genre=1.0,
)


def plain() -> Prior:
    return default_prior(frozenset(ASPECTS), 3.0, 6.0)


def moved_by(amounts: dict[Aspect, float]) -> np.ndarray:
    start = foreseen_prior(plain(), START, -14.0, amounts).start
    one, other = (coordinates_of(np.array(settings.values, np.float32)) for settings in (start, plain().start))
    return np.asarray(one - other)


def test_all_of_it_is_taken_where_all_is_asked_for():
    gain = INDEX["eq.mid.bell_1.gain_db"]
    assert moved_by(ALL)[gain] == pytest.approx(0.5, abs=1e-3)


def test_half_of_it_where_half_is_asked_for():
    gain = INDEX["eq.mid.bell_1.gain_db"]
    assert moved_by({**ALL, "tone": 0.5})[gain] == pytest.approx(0.25, abs=1e-3)


def test_an_aspect_that_is_not_asked_for_stays_as_it_is():
    moved = moved_by({**ALL, "tone": 0.0})
    assert not any(moved[INDEX[entry.name]] for entry in PARAMETERS if entry.name.startswith("eq.mid."))


def test_what_serves_no_aspect_by_itself_moves_where_all_are_asked_for():
    release = INDEX["limiter.release_ms"]
    assert moved_by(ALL)[release] != 0.0
    assert moved_by({**ALL, "tone": 0.0})[release] == 0.0


@pytest.mark.parametrize("name", ["trim.gain_db", "limiter.ceiling_db"])
def test_what_is_set_from_outside_stays(name: str):
    assert moved_by(ALL)[INDEX[name]] == 0.0


def test_what_may_move_is_held_as_firmly_as_was_foreseen():
    prior = foreseen_prior(plain(), START, -14.0, ALL)
    assert np.array_equal(prior.free, plain().free)
    assert prior.spread[prior.free] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("control", "little", "enough"),
    [
        ("saturation.blend", 0.004, 0.006),
        ("eq.side.high_pass.freq_hz", 21.0, 24.0),
        ("image.mono_below_hz", 21.0, 24.0),
    ],
)
def test_a_stage_that_nobody_would_hear_is_left_out(control: str, little: float, enough: float):
    def begun(value: float) -> float:
        values = np.array(plain().start.values, np.float32)
        values[INDEX[control]] = value
        start = START._replace(coordinates=np.asarray(coordinates_of(values)))
        return foreseen_prior(plain(), start, -14.0, ALL).start.values[INDEX[control]]

    assert begun(little) == DEFAULTS[control]
    assert begun(enough) == pytest.approx(enough, rel=1e-3)
