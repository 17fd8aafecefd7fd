"""Every stage, and the chain: blocks of any sizes give the same bits."""

from collections.abc import Iterable
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.parity import STAGES, Audio, Values, board_stage, in_blocks
from metamaster.chain.layout import BANDS
from metamaster.chain.pedalboard_renderer.stage import MAX_BLOCK
from tests.chain.signals import SAMPLE_RATE, noise, random_chain, swelling

by_stage = pytest.mark.parametrize("name", (*STAGES, "chain"))
any_size = st.sampled_from([1, 2, 3, 64, 441, 512, 1024, 4096]) | st.integers(1, 8192)
sizes = st.lists(any_size, max_size=8).map(lambda few: [*few, 2048])
builds = settings(deadline=None, max_examples=10)


def rendered(name: str, values: Values, audio: Audio, sizes: Iterable[int] = (MAX_BLOCK,)) -> Audio:
    return in_blocks(board_stage(name, values, SAMPLE_RATE), audio, cycle(sizes))


def with_a_gap(samples: int, gap: int) -> Audio:
    """Sound, digital silence, and sound again at once."""
    audio = noise(samples)
    return np.concatenate([audio[:, : samples // 2], np.zeros((2, gap), np.float32), audio[:, samples // 2 :]], axis=1)


@by_stage
@builds
@given(sizes, st.integers(0, 1000))
def test_any_partition_gives_the_same_bits(name: str, sizes: list[int], seed: int):
    audio, values = swelling(8000, seed), random_chain(seed)
    np.testing.assert_array_equal(rendered(name, values, audio, sizes), rendered(name, values, audio))


@by_stage
@builds
@given(sizes, st.integers(1, 30000), st.integers(0, 1000))
def test_so_it_does_after_digital_silence(name: str, sizes: list[int], gap: int, seed: int):
    audio, values = with_a_gap(4000, gap), random_chain(seed)
    np.testing.assert_array_equal(rendered(name, values, audio, sizes), rendered(name, values, audio))


@by_stage
@pytest.mark.parametrize("size", [1, 2])
def test_blocks_of_one_sample_or_two_give_the_same_bits(name: str, size: int):
    audio, values = with_a_gap(400, 100), random_chain(1)
    np.testing.assert_array_equal(rendered(name, values, audio, [size]), rendered(name, values, audio))


@by_stage
def test_a_fade_to_nothing_and_back_gives_the_same_bits(name: str):
    """Down to -200 dB, far below where JUCE sets what its filters remember to zero at the end of a block."""
    fade_db = -200.0 * np.abs(np.sin(np.linspace(0.0, np.pi, 30000)))
    audio = noise(30000) * (10.0 ** (fade_db / 20.0)).astype(np.float32)
    np.testing.assert_array_equal(rendered(name, random_chain(2), audio, [64]), rendered(name, random_chain(2), audio))


@pytest.mark.parametrize("gap_ms", range(400, 560, 10))
def test_a_compressors_envelope_survives_a_pause_in_which_it_sinks_below_what_juce_keeps(gap_ms: int):
    """Its release of 25 ms passes 1e-8, where JUCE's filters snap to zero, in the midst of these pauses."""
    quick = {"release_ms": 25.0, "attack_ms": 0.5, "threshold_db": -50.0, "ratio": 4.0}
    values = random_chain(0) | {f"multiband.{band}.{name}": v for band in BANDS for name, v in quick.items()}
    audio = with_a_gap(4000, gap_ms * SAMPLE_RATE // 1000)
    np.testing.assert_array_equal(rendered("multiband", values, audio, [256]), rendered("multiband", values, audio))


@by_stage
def test_an_empty_block_gives_an_empty_block_and_changes_nothing(name: str):
    audio, values = noise(2000), random_chain(0)
    stage, other = (board_stage(name, values, SAMPLE_RATE) for _ in range(2))
    first = stage.process(audio)
    assert stage.process(audio[:, :0]).shape == (2, 0)
    np.testing.assert_array_equal(first, other.process(audio))
    np.testing.assert_array_equal(stage.process(audio), other.process(audio))


@by_stage
def test_a_block_is_not_written_to(name: str):
    audio = noise(2000)
    board_stage(name, random_chain(0), SAMPLE_RATE).process(audio)
    np.testing.assert_array_equal(audio, noise(2000))


@by_stage
def test_two_stages_of_one_setting_remember_apart(name: str):
    audio, values = noise(2000), random_chain(0)
    busy, fresh = (board_stage(name, values, SAMPLE_RATE) for _ in range(2))
    first = busy.process(audio)
    busy.process(audio)
    np.testing.assert_array_equal(fresh.process(audio), first)


@by_stage
def test_output_trails_by_the_latency(name: str):
    values = random_chain(0)
    stage = board_stage(name, values, SAMPLE_RATE)
    out = stage.process(noise(4000))
    assert not out[:, : stage.latency].any()
    assert out[:, stage.latency].any()


@by_stage
def test_silence_stays_silent(name: str):
    silence = np.zeros((2, 5000), np.float32)
    np.testing.assert_array_equal(board_stage(name, random_chain(0), SAMPLE_RATE).process(silence), silence)
