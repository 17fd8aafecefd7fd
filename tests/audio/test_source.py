"""Sources: blocks, ranges, stereo."""

import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.audio.files import ArraySource
from metamaster.audio.source import Source, stereo, windowed

from .conftest import noise


def test_mono_becomes_two_equal_channels():
    mono = noise(channels=1, samples=10)
    assert np.array_equal(stereo(mono), np.concatenate([mono, mono]))


def test_stereo_stays_as_it_is():
    block = noise(samples=10)
    assert stereo(block) is block


@given(
    cuts=st.lists(st.integers(0, 20), max_size=8),
    size=st.integers(1, 30),
    start=st.integers(0, 80),
    stop=st.none() | st.integers(0, 120),
)
def test_window_of_a_stream_is_the_slice_of_the_whole(cuts: list[int], size: int, start: int, stop: int | None):
    whole = noise(samples=sum(cuts))
    blocks = np.split(whole, np.cumsum(cuts[:-1]), axis=1) if cuts else []
    got = list(windowed(blocks, size, start, stop))
    assert np.array_equal(np.concatenate([whole[:, :0], *got], axis=1), whole[:, start:stop])


@given(cuts=st.lists(st.integers(0, 20), min_size=1, max_size=8), size=st.integers(1, 30))
def test_every_block_of_a_window_but_the_last_has_the_size_asked_for(cuts: list[int], size: int):
    blocks = [noise(samples=cut) for cut in cuts]
    lengths = [block.shape[1] for block in windowed(blocks, size, 0, None)]
    assert all(length == size for length in lengths[:-1])
    assert all(0 < length <= size for length in lengths[-1:])


def test_window_asks_for_nothing_beyond_its_end():
    def blocks():
        yield noise(samples=10)
        pytest.fail("asked for more than was needed")

    assert sum(block.shape[1] for block in windowed(blocks(), 4, 2, 10)) == 8


@given(size=st.integers(1, 40), start=st.integers(0, 40), stop=st.none() | st.integers(0, 40))
def test_array_source_reads_as_the_array(size: int, start: int, stop: int | None):
    samples = noise(samples=30)
    source = ArraySource(samples, 8000)
    blocks = list(source.blocks(size, start, stop))
    assert np.array_equal(np.concatenate([samples[:, :0], *blocks], axis=1), samples[:, start:stop])
    assert np.array_equal(source.read(start, stop), samples[:, start:stop])


def test_array_source_tells_its_length():
    source: Source = ArraySource(noise(samples=12000), 8000, name="twelve")
    assert (source.frames, source.duration_s, source.channels, source.name) == (12000, 1.5, 2, "twelve")


def test_window_far_into_a_stream_holds_nothing_of_what_is_before_it():
    passed = []

    def blocks():
        for _ in range(10):
            block = noise(samples=10)
            passed.append(weakref.ref(block))
            yield block
            del block

    list(windowed(blocks(), 10, 90, None))
    window = windowed(blocks(), 10, 90, None)
    passed.clear()
    next(window)
    assert sum(one() is not None for one in passed) <= 2
