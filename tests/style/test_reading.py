"""A file of any length, read block by block with one program, gives the frames of the whole."""

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import FLOOR, HOP, Frames, analyse_frames, samples_for
from metamaster.style.reading import FrameReader, describe_file, join_frames

from .sounds import noise, pulses


def read(audio: np.ndarray, sizes: list[int]) -> Frames:
    """The frames of audio that comes in blocks of those sizes, over and over."""
    reader, at, turn = FrameReader(), 0, 0
    while at < audio.shape[1]:
        reader.add(audio[:, at : at + sizes[turn % len(sizes)]])
        at += sizes[turn % len(sizes)]
        turn += 1
    return reader.result()


@pytest.fixture(scope="module")
def audio() -> np.ndarray:
    """Two chunks and a bit: 20.3 s."""
    return pulses(samples_for(430) + 1000)


@pytest.fixture(scope="module")
def frames(audio: np.ndarray) -> Frames:
    return read(audio, [65536])


def test_chunks_give_the_frames_of_the_whole(audio: np.ndarray, frames: Frames) -> None:
    power, peak = jax.jit(analyse_frames)(audio)
    assert np.array_equal(frames.peak, peak)
    assert frames.power == pytest.approx(np.asarray(power), rel=1e-4, abs=1e-9)


@settings(deadline=None, max_examples=8)
@given(sizes=st.lists(st.integers(1000, 500_000), min_size=1, max_size=3))
def test_any_partition_into_blocks_gives_the_same_bits(audio: np.ndarray, frames: Frames, sizes: list[int]) -> None:
    power, peak = read(audio, sizes)
    assert np.array_equal(power, frames.power) and np.array_equal(peak, frames.peak)


@pytest.mark.parametrize("count", [1, 212, 213])
def test_as_many_frames_as_the_samples_give(count: int) -> None:
    assert read(noise(samples_for(count)), [65536]).peak.shape == (count,)


def test_joined_parts_follow_each_other(frames: Frames) -> None:
    parts = [Frames(frames.power[:, a:b], frames.peak[a:b]) for a, b in ((0, 100), (100, 101), (101, 430))]
    joined = join_frames(parts)
    assert np.array_equal(joined.power, frames.power) and np.array_equal(joined.peak, frames.peak)


def flat(style: Style) -> np.ndarray:
    return np.concatenate([np.ravel(entry) for entry in style])


def test_a_file_is_described_as_its_frames_are(frames: Frames) -> None:
    # 430 frames are filled up to 848.
    assert flat(describe_file(frames)) == pytest.approx(flat(jax.jit(describe)(frames)), abs=0.01)


@pytest.mark.parametrize("where", ["before", "after"])
def test_silence_at_the_ends_does_not_count(frames: Frames, where: str) -> None:
    silence = Frames(np.full((2, 300, 29), FLOOR, np.float32), np.zeros(300, np.float32))
    parts = [silence, frames] if where == "before" else [frames, silence]
    assert flat(describe_file(join_frames(parts))) == pytest.approx(flat(describe_file(frames)), abs=0.01)


def test_digital_silence_after_the_music_changes_little(audio: np.ndarray, frames: Frames) -> None:
    followed = np.concatenate([audio, np.zeros((2, 100 * HOP), np.float32)], axis=1)
    apart = np.abs(flat(describe_file(read(followed, [65536]))) - flat(describe_file(frames)))
    assert apart.max() < 0.3
