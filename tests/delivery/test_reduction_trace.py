"""The limiter's reduction, a few numbers a second."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.delivery.reduction_trace import ReductionTrace


@settings(deadline=None)
@given(samples=st.integers(0, 200), size=st.integers(1, 40), cut=st.integers(0, 200))
def test_every_step_has_its_largest_reduction_however_the_blocks_fall(samples: int, size: int, cut: int) -> None:
    reduction = np.random.default_rng(samples).uniform(0.0, 6.0, samples).astype(np.float32)
    trace = ReductionTrace(size)
    for block in (reduction[:cut], reduction[cut:]):
        trace.add(block)
    expected = [reduction[at : at + size].max() for at in range(0, samples, size)]
    assert trace.result().tolist() == pytest.approx(expected)
