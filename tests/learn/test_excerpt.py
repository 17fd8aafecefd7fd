"""The ten seconds that adaptation listens to: the loudest part of a file and the most typical one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.learn.excerpt import EXCERPT_FRAMES, Part, choose_parts, excerpt_frames, join_parts
from metamaster.style.frames import HOP, STYLE_RATE, Frames, samples_for

HOPS = samples_for(EXCERPT_FRAMES) // HOP


def frames_of(levels_db: np.ndarray, tone_db: np.ndarray | None = None) -> Frames:
    """Frames with these levels in all bands, or with these more in the upper half of the bands."""
    power = np.repeat(10.0 ** (levels_db / 10.0)[:, None], 29, axis=1)
    if tone_db is not None:
        power[:, 15:] *= 10.0 ** (tone_db / 10.0)[:, None]
    return Frames(np.stack([power, power]).astype(np.float32), np.sqrt(power[:, 0]).astype(np.float32))


def covered(part: Part) -> set[int]:
    return set(range(part.first, part.first + part.hops))


@pytest.mark.parametrize("hops", [62, HOPS - 3, HOPS])
def test_a_short_file_is_listened_to_as_a_whole(hops: int) -> None:
    assert choose_parts(frames_of(np.zeros(hops))) == (Part(0, hops),)


def test_a_file_too_short_for_two_parts_is_listened_to_around_its_loudest() -> None:
    levels = np.full(250, -20.0)
    levels[90:160] = -10.0
    (part,) = choose_parts(frames_of(levels))
    assert part.hops == HOPS and set(range(90, 160)) <= covered(part)


def test_the_loudest_part_is_chosen() -> None:
    levels = np.full(3000, -20.0)
    levels[1700:1850] = -8.0
    loud = set(range(1700, 1850))
    assert any(covered(part) <= loud for part in choose_parts(frames_of(levels)))


def test_the_other_part_sounds_as_loud_passages_do() -> None:
    levels, tone = np.full(3000, -20.0), np.full(3000, 0.0)
    levels[:400] = -40.0  # a quiet beginning
    levels[1700:1850] = -8.0  # the loudest, and unlike the rest
    tone[1700:1850] = 12.0
    tone[2500:] = 12.0  # an end that is unlike the rest
    _, typical = sorted(choose_parts(frames_of(levels, tone)), key=lambda part: 1700 <= part.first < 1850, reverse=True)
    usual = set(range(400, 2500)) - set(range(1700, 1850))
    assert len(covered(typical) & usual) > 0.9 * typical.hops


@settings(deadline=None, max_examples=100)
@given(hops=st.integers(62, 1500), seed=st.integers(0, 2**32 - 1))
def test_parts_lie_in_the_file_in_order_apart_and_fill_the_excerpt(hops: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    # Levels that wander, so that loud and quiet passages have all lengths.
    parts = choose_parts(frames_of(np.cumsum(random.normal(0.0, 1.0, hops)) - 20.0))
    assert list(parts) == sorted(parts)
    assert all(part.first >= 0 and part.first + part.hops <= hops + samples_for(1) // HOP - 1 for part in parts)
    assert len(set().union(*map(covered, parts))) == min(hops, HOPS) == sum(part.hops for part in parts)


def test_parts_are_told_in_seconds() -> None:
    assert Part(10, 20).seconds() == (10 * HOP / STYLE_RATE, 30 * HOP / STYLE_RATE)


@pytest.mark.parametrize(("count", "kept"), [(62, 62), (212, 212), (250, 212), (3000, 212)])
def test_the_excerpt_has_the_frames_of_its_parts(count: int, kept: int) -> None:
    levels = np.random.default_rng(0).normal(-20.0, 3.0, count)
    whole = frames_of(levels)
    found = excerpt_frames(whole)
    at = [frame for part in choose_parts(whole) for frame in range(part.first, part.first + part.hops)][:kept]
    assert found.power.shape == (2, kept, 29)
    assert np.array_equal(found.peak, whole.peak[at])


@pytest.mark.parametrize("lengths", [(132300,), (200_000, 100_000), (219136, 221184), (500_000,)])
def test_joined_parts_have_the_length_of_the_excerpt(lengths: tuple[int, ...]) -> None:
    parts = [np.ones((2, length), np.float32) for length in lengths]
    assert join_parts(parts).shape == (2, samples_for(EXCERPT_FRAMES))


def test_a_short_part_is_repeated() -> None:
    part = np.random.default_rng(0).normal(0.0, 0.1, (2, 132300)).astype(np.float32)
    joined = join_parts([part])
    assert np.array_equal(joined[:, :132300], joined[:, 132300:264600])


def test_joints_do_not_click() -> None:
    joined = join_parts([np.ones((2, 200_000), np.float32), -np.ones((2, 250_000), np.float32)])
    assert np.abs(np.diff(joined, axis=1)).max() < 0.01


def test_parts_themselves_are_left_alone() -> None:
    part = np.ones((2, 132300), np.float32)
    join_parts([part])
    assert part.min() == 1.0
