"""A constant offset is taken off, and a source without one is left as it is."""

import numpy as np
import pytest

from metamaster.audio.files import ArraySource
from metamaster.audio.offset import without_offset


def song(*offsets: float) -> ArraySource:
    samples = np.random.default_rng(0).normal(0.0, 0.1, (2, 200_000))
    centred = samples - samples.mean(axis=1, keepdims=True)
    return ArraySource((centred + np.array(offsets)[:, None]).astype(np.float32), 44100, "song.wav")


def test_each_channel_loses_its_own_offset() -> None:
    found = without_offset(song(0.1, -0.02))
    assert found.read().mean(axis=1, dtype=np.float64) == pytest.approx([0.0, 0.0], abs=1e-7)


def test_a_source_without_an_offset_is_that_very_source() -> None:
    source = song(0.0005, -0.0005)
    assert without_offset(source) is source


def test_it_is_still_the_same_file_to_whoever_reads_it() -> None:
    source = song(0.1, 0.1)
    found = without_offset(source)
    assert (found.name, found.sample_rate, found.channels, found.frames) == ("song.wav", 44100, 2, source.frames)


def test_any_part_is_that_of_the_source_less_the_offset() -> None:
    source = song(0.1, -0.02)
    found = without_offset(source)
    np.testing.assert_array_equal(found.read(1000, 90_000), found.read()[:, 1000:90_000])
