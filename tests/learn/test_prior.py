"""Where adaptation starts, how far each control may move, and which stay put."""

import numpy as np
import pytest

from metamaster.chain.parameters import INDEX, PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.prior import Prior, default_prior
from metamaster.style.names import Aspect

NAMES = [entry.name for entry in PARAMETERS]


def free(*aspects: Aspect) -> set[str]:
    prior = default_prior(frozenset(aspects), 0.0, 0.0)
    return {name for name, is_free in zip(NAMES, prior.free, strict=True) if is_free}


def full() -> Prior:
    return default_prior(frozenset({"tone", "width", "dynamics", "plr"}), -3.0, 7.0)


def test_it_starts_at_the_trim_and_the_drive_that_the_song_needs() -> None:
    assert (full().start["trim.gain_db"], full().start["limiter.drive_db"]) == (-3.0, 7.0)


def test_apart_from_those_a_chain_without_dynamics_starts_neutral() -> None:
    start = default_prior(frozenset({"tone", "width"}), -3.0, 7.0).start
    assert start.replace({"trim.gain_db": 0.0, "limiter.drive_db": 0.0}) == DEFAULTS


def test_compressors_start_where_a_threshold_has_an_effect() -> None:
    ratios = [full().start[f"multiband.{band}.ratio"] for band in ("low", "mid", "high")]
    assert all(1.0 < ratio <= 1.2 for ratio in ratios)


def test_every_spread_is_a_positive_number() -> None:
    assert np.isfinite(full().spread).all() and (full().spread > 0.0).all()


@pytest.mark.parametrize(
    ("aspect", "stages"),
    [("tone", ("eq.mid.",)), ("width", ("eq.side.", "image.")), ("dynamics", ("multiband.",)), ("plr", ())],
)
def test_an_aspect_frees_the_controls_of_its_stages_and_the_drive(aspect: Aspect, stages: tuple[str, ...]) -> None:
    found = free(aspect)
    assert "limiter.drive_db" in found
    assert all(name.startswith((*stages, "limiter.drive_db")) for name in found)
    assert all(any(name.startswith(stage) for name in found) for stage in stages)


def test_aspects_add_up() -> None:
    assert free("tone", "width") == free("tone") | free("width")


@pytest.mark.parametrize(
    "name", ["trim.gain_db", "limiter.ceiling_db", "limiter.release_ms", "eq.side.high_pass.freq_hz"]
)
def test_what_is_set_otherwise_stays_put(name: str) -> None:
    assert not full().free[INDEX[name]]
