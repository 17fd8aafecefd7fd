"""What a prediction says of the limiter's drive is apart from the loudness to deliver."""

import numpy as np
import pytest

from metamaster.chain.jax_renderer.bounded import coordinates_of, physical
from metamaster.chain.parameters import INDEX
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.placing import placed, unplaced

NEUTRAL = coordinates_of(np.array(DEFAULTS.values, np.float32))


@pytest.mark.parametrize("target_lufs", [-24.0, -14.0, -7.0])
def test_of_a_neutral_chain_it_is_what_the_loudness_needs(target_lufs: float):
    drive_db = physical(placed(NEUTRAL, np.float32(target_lufs)))[INDEX["limiter.drive_db"]]
    assert drive_db == pytest.approx(target_lufs + 20.0, abs=0.01)


def test_nothing_else_moves():
    others = np.arange(len(NEUTRAL)) != INDEX["limiter.drive_db"]
    assert np.array_equal(placed(NEUTRAL, np.float32(-9.0))[others], NEUTRAL[others])


def test_one_undoes_the_other():
    assert unplaced(placed(NEUTRAL, np.float32(-9.0)), np.float32(-9.0)) == pytest.approx(NEUTRAL, abs=1e-5)
