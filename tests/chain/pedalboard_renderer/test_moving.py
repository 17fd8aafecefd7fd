"""Controls that move while the chain plays: no clicks, and nothing else is changed by it."""

import numpy as np
import pytest

from benchmarks.parity import Audio, Values, in_blocks, largest_blocks, random_blocks
from metamaster.chain.lanes import AUTOMATABLE, Lanes
from metamaster.chain.parameters import PARAMETERS, parameter
from metamaster.chain.pedalboard_renderer.chain import UnlimitedChain
from tests.chain.signals import SAMPLE_RATE, music_like, neutral, noise, random_chain

JUMP_S = 1.0
MOST = 1.5
"""How many times the signal's own steady largest step a moving control may make."""


def rendered(audio: Audio, values: Values, lanes: Lanes) -> Audio:
    return in_blocks(UnlimitedChain(values, SAMPLE_RATE, lanes), audio, largest_blocks())


def sine() -> Audio:
    """100 Hz at 0.5, on both channels."""
    t = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    return np.repeat(0.5 * np.sin(2.0 * np.pi * 100.0 * t), 2).reshape(-1, 2).T.astype(np.float32)


def largest_step(audio: Audio, start_s: float, stop_s: float) -> float:
    piece = audio[:, round(start_s * SAMPLE_RATE) : round(stop_s * SAMPLE_RATE)]
    return float(np.abs(np.diff(piece, axis=1)).max())


LOW = {"multiband.low_crossover_hz": 400.0}
JUMPS = {
    "gain 0 to -6 dB": ("trim.gain_db", 0.0, -6.0, {}),
    "threshold 0 to -20 dB": ("multiband.low.threshold_db", 0.0, -20.0, {"multiband.low.ratio": 6.0, **LOW}),
    "peak 0 to 9 dB": ("eq.mid.bell_1.gain_db", 0.0, 9.0, {"eq.mid.bell_1.freq_hz": 100.0}),
    "shelf 0 to 12 dB": ("eq.mid.low_shelf.gain_db", 0.0, 12.0, {}),
    "shelf 12 to -12 dB": ("eq.mid.low_shelf.gain_db", 12.0, -12.0, {}),
    "ratio 1 to 6": ("multiband.low.ratio", 1.0, 6.0, {"multiband.low.threshold_db": -40.0, **LOW}),
    "make-up -9 to 9 dB": ("multiband.low.makeup_db", -9.0, 9.0, LOW),
    "crossover 60 to 400 Hz": ("multiband.low_crossover_hz", 60.0, 400.0, {"multiband.low.makeup_db": 3.0}),
    "saturation 0 to 1": ("saturation.blend", 0.0, 1.0, {"saturation.drive_db": 18.0}),
    "drive 0 to -6 dB": ("limiter.drive_db", 0.0, -6.0, {}),
}


@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_of_a_control_is_no_click(jump: str):
    name, before, after, others = JUMPS[jump]
    out = rendered(sine(), neutral() | others, {name: ((JUMP_S, before), (JUMP_S, after))})
    steady = max(largest_step(out, 0.5, 0.9), largest_step(out, 1.5, 2.0))
    assert largest_step(out, 0.9, 1.5) <= MOST * steady


@pytest.mark.parametrize("jump", ["gain 0 to -6 dB", "threshold 0 to -20 dB", "shelf 0 to 12 dB"])
def test_without_a_ramp_it_would_be_one(jump: str):
    # So that the test above tells something: the same stage, set at once.
    name, before, after, others = JUMPS[jump]
    chains = [UnlimitedChain(neutral() | others | {name: value}, SAMPLE_RATE) for value in (before, after)]
    halves = [in_blocks(chain, sine(), largest_blocks()) for chain in chains]
    # Near a crest, where a change of gain is a step.
    cut = round(1.0025 * SAMPLE_RATE)
    out = np.concatenate([halves[0][:, :cut], halves[1][:, cut:]], axis=1)
    assert largest_step(out, 0.9, 1.5) > MOST * max(largest_step(out, 0.5, 0.9), largest_step(out, 1.5, 2.0))


@pytest.mark.parametrize("seed", [0, 1])
def test_lanes_that_stand_still_change_no_bit(seed: int):
    values, audio = random_chain(seed), noise(9000)
    still = {name: ((0.0, values[name]), (0.1, values[name])) for name in AUTOMATABLE}
    np.testing.assert_array_equal(rendered(audio, values, still), rendered(audio, values, {}))


def test_no_lanes_leave_the_chain_as_it_is_delivered():
    values, audio = random_chain(3), noise(9000)
    np.testing.assert_array_equal(
        rendered(audio, values, {}), in_blocks(UnlimitedChain(values, SAMPLE_RATE), audio, largest_blocks())
    )


def test_before_anything_moves_nothing_is_changed_to_the_bit():
    values, audio = random_chain(4), noise(SAMPLE_RATE)
    lanes = {name: ((0.8, values[name]), (0.9, parameter(name).default)) for name in AUTOMATABLE}
    until = round(0.7 * SAMPLE_RATE)
    np.testing.assert_array_equal(rendered(audio, values, lanes)[:, :until], rendered(audio, values, {})[:, :until])


def test_after_a_move_the_chain_sounds_as_one_that_was_always_set_so():
    values, audio = neutral(multiband__low__ratio=3.0), music_like(4.0, SAMPLE_RATE)
    ends = values | {"eq.mid.bell_2.gain_db": 6.0, "multiband.low.threshold_db": -40.0, "image.mid_width_db": -9.0}
    lanes = {name: ((0.5, values[name]), (0.8, end)) for name, end in ends.items() if end != values[name]}
    late = slice(3 * SAMPLE_RATE, None)
    np.testing.assert_allclose(rendered(audio, values, lanes)[:, late], rendered(audio, ends, {})[:, late], atol=2e-4)


def test_a_slow_ramp_of_gain_is_that_ramp():
    audio = np.full((2, SAMPLE_RATE), 0.5, np.float32)
    out = rendered(audio, neutral(), {"limiter.drive_db": ((0.2, 0.0), (0.8, -12.0))})
    at = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    wanted = 0.5 * 10.0 ** (np.clip((at - 0.2) / 0.6, 0.0, 1.0) * -12.0 / 20.0)
    # Not at the beginning, where filters take the step, nor where the ramp's corners are rounded off.
    away = (at > 0.1) & (np.abs(at[:, None] - [0.2, 0.8]).min(axis=1) > 0.02)
    np.testing.assert_allclose(out[0, away], wanted[away], rtol=1e-3)


def test_where_blocks_end_makes_no_difference_to_speak_of():
    values, audio = random_chain(2), 0.3 * noise(6000)
    lanes = {name: ((0.05, parameter(name).default), (0.07, values[name])) for name in AUTOMATABLE}
    whole = rendered(audio, values, lanes)
    chain = UnlimitedChain(values, SAMPLE_RATE, lanes)
    parts = in_blocks(chain, audio, random_blocks(np.random.default_rng(0)))
    np.testing.assert_allclose(parts, whole, atol=1e-5 * np.abs(whole).max())


@pytest.mark.parametrize("seed", range(3))
def test_any_moves_give_finite_sound(seed: int):
    chance = np.random.default_rng(seed)
    ends = {entry.name: (entry.low, entry.high)[chance.integers(2)] for entry in PARAMETERS}
    lanes = {name: ((0.03, parameter(name).default), (0.03, ends[name])) for name in AUTOMATABLE}
    assert np.isfinite(rendered(np.sign(noise(4000)), neutral(), lanes)).all()
