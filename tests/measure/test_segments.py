import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.measure.segments import Segments, sliding_sums


@settings(deadline=None)
@given(
    rate=st.integers(101, 5000),
    per_second=st.sampled_from([10, 20, 100]),
    at=st.lists(st.integers(0, 3000), max_size=10),
)
def test_each_segment_is_joined_whole_however_the_signal_is_cut(rate: int, per_second: int, at: list[int]) -> None:
    values = np.random.default_rng(rate).uniform(size=(2, 3000))
    sums, maxima = Segments(rate, per_second, rows=2), Segments(rate, per_second, rows=2, join=np.maximum)
    for part in np.split(values, sorted(at), axis=1):
        sums.add(part)
        maxima.add(part)
    complete = max(k for k in range(3000 * per_second // rate + 2) if k * rate // per_second <= 3000)
    parts = [values[:, k * rate // per_second : (k + 1) * rate // per_second] for k in range(complete)]
    for found, expected in ((sums, [p.sum(axis=1) for p in parts]), (maxima, [p.max(axis=1) for p in parts])):
        np.testing.assert_allclose(found.result(), np.reshape(expected, (complete, 2)).T)


@pytest.mark.parametrize(("width", "hop"), [(1, 1), (4, 1), (3, 2), (10, 10)])
def test_sliding_sums_add_up_neighbours(width: int, hop: int) -> None:
    values = np.random.default_rng(0).uniform(size=(3, 50))
    expected = [values[:, start : start + width].sum(axis=1) for start in range(0, 51 - width, hop)]
    np.testing.assert_allclose(sliding_sums(values, width, hop), np.transpose(expected))


def test_a_window_longer_than_the_signal_gives_nothing() -> None:
    assert sliding_sums(np.ones((2, 3)), 4).shape == (2, 0)
