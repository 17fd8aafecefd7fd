"""The shipped chain: neutral where nothing is asked for, mono for mono, finite for anything."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.parity import in_blocks, largest_blocks
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.pedalboard_renderer.chain import Chain, UnlimitedChain, decode, encode
from tests.chain.signals import SAMPLE_RATE, impulse, neutral, noise, random_chain, spectrum_db

builds = settings(deadline=None, max_examples=15)


def rendered(audio: np.ndarray, values: dict[str, float], sample_rate: int = SAMPLE_RATE) -> np.ndarray:
    return in_blocks(Chain(values, sample_rate), audio, largest_blocks())


@pytest.mark.parametrize("sample_rate", [8000, 44100, 48000, 96000, 192000])
def test_a_neutral_chain_is_flat_on_the_mid(sample_rate: int):
    mono = impulse(65536) * np.float32(0.5)
    response = spectrum_db(rendered(mono, neutral(), sample_rate)) - spectrum_db(mono)
    assert np.abs(response).max() < 0.01


@pytest.mark.parametrize("sample_rate", [8000, 44100, 48000, 96000, 192000])
def test_a_neutral_chain_is_flat_on_the_side_above_what_its_lowest_corners_take(sample_rate: int):
    side = impulse(65536) * np.float32([[0.5], [-0.5]])
    response = spectrum_db(rendered(side, neutral(), sample_rate)) - spectrum_db(side)
    above = np.fft.rfftfreq(65536, 1 / sample_rate) > 150.0
    assert np.abs(response[:, above]).max() < 0.1


def test_two_threads_change_no_bit():
    audio, values = noise(20000), random_chain(3)
    with ThreadPoolExecutor(2) as threads:
        together = UnlimitedChain(values, SAMPLE_RATE, threads=threads).process(audio)
    np.testing.assert_array_equal(together, UnlimitedChain(values, SAMPLE_RATE).process(audio))


@builds
@given(st.integers(0, 10000))
def test_mono_in_gives_mono_out_to_the_bit(seed: int):
    mono = noise(5000)[:1].repeat(2, axis=0)
    left, right = rendered(mono, random_chain(seed))
    np.testing.assert_array_equal(left, right)


@builds
@given(st.integers(0, 10000))
def test_the_side_leaves_the_mono_sum_alone_up_to_saturation(seed: int):
    values = random_chain(seed) | {"saturation.blend": 0.0, "trim.gain_db": 0.0}
    wide = noise(5000)
    mono = wide.mean(axis=0, keepdims=True, dtype=np.float32).repeat(2, axis=0)
    sums = [encode(UnlimitedChain(values, SAMPLE_RATE).process(audio))[0] for audio in (wide, mono)]
    np.testing.assert_allclose(*sums, atol=2e-6 * np.abs(sums[0]).max())


@builds
@given(st.integers(0, 10000))
def test_swapping_left_and_right_swaps_the_output(seed: int):
    audio, values = noise(5000), random_chain(seed)
    swapped = rendered(audio[::-1].copy(), values)[::-1]
    np.testing.assert_array_equal(swapped, rendered(audio, values))


@builds
@given(st.lists(st.booleans(), min_size=len(PARAMETERS), max_size=len(PARAMETERS)))
@pytest.mark.parametrize("sample_rate", [8000, 44100, 192000])
def test_the_corners_of_every_range_give_finite_sound(sample_rate: int, corners: list[bool]):
    pairs = zip(PARAMETERS, corners, strict=True)
    values = {entry.name: entry.high if corner else entry.low for entry, corner in pairs}
    assert np.isfinite(rendered(np.sign(noise(5000)), values, sample_rate)).all()


def test_mid_side_coding_is_undone_by_decoding():
    audio = noise(5000)
    np.testing.assert_allclose(decode(encode(audio)), audio, atol=1e-7)
