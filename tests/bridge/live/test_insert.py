"""The insert: what is heard while nothing changes, while something does, and bypassed."""

import numpy as np
import pytest

from benchmarks.parity import in_blocks, random_blocks
from bridge.live.insert import FADE_S, SETTLE_S, Insert, Sound
from metamaster.chain.pedalboard_renderer.chain import Chain
from metamaster.chain.pedalboard_renderer.compression import reduction_of
from metamaster.measure.true_peak import true_peak_db
from tests.chain.signals import music_like, neutral, noise, random_chain

RATE = 48000
BLOCK = 1024
MOST = 1.5
"""How many times the signal's own steady largest step a change may make."""
LOW = {"multiband.low_crossover_hz": 400.0}
CHANGES = {
    "gain": ({}, {"trim.gain_db": -6.0}),
    "shelf": ({"eq.mid.low_shelf.gain_db": 12.0}, {"eq.mid.low_shelf.gain_db": -12.0}),
    "quality": ({"eq.mid.bell_1.gain_db": 9.0, "eq.mid.bell_1.q": 0.3}, {"eq.mid.bell_1.q": 4.0}),
    "threshold": ({"multiband.low.ratio": 6.0, **LOW}, {"multiband.low.threshold_db": -50.0}),
    "crossover": ({"multiband.low.makeup_db": 6.0}, LOW),
    "saturation": ({"saturation.drive_db": 18.0}, {"saturation.blend": 1.0}),
    "drive": ({"limiter.drive_db": 12.0}, {"limiter.drive_db": -12.0}),
    "ceiling": ({"limiter.drive_db": 12.0}, {"limiter.ceiling_db": -12.0}),
    "everything": (random_chain(3), random_chain(4)),
}


def heard(insert: Insert, audio: np.ndarray, at: int = 0, sound: Sound | None = None) -> np.ndarray:
    """What comes out, block by block; from sample ``at`` on another sound is wanted."""
    out = []
    for start in range(0, audio.shape[1], BLOCK):
        if sound is not None and start >= at:
            insert.aim(sound)
        out.append(insert.process(audio[:, start : start + BLOCK]))
    return np.concatenate(out, axis=1)


def sine() -> np.ndarray:
    """1.2 s of 100 Hz, the sides unlike each other."""
    t = np.arange(1.2 * RATE) / RATE
    sides = [0.5 * np.sin(2.0 * np.pi * 100.0 * t), 0.4 * np.sin(2.0 * np.pi * 100.0 * t + 0.5)]
    return np.stack(sides).astype(np.float32)


def largest_step(audio: np.ndarray, start_s: float, stop_s: float) -> float:
    piece = audio[:, round(start_s * RATE) : round(stop_s * RATE)]
    return float(np.abs(np.diff(piece, axis=1)).max())


@pytest.mark.parametrize("seed", [0, 1])
def test_while_nothing_changes_it_is_the_chain_to_the_bit(seed: int):
    values, audio = random_chain(seed), noise(30000)
    insert = Insert(Sound(values), RATE)
    plain = in_blocks(Chain(values, RATE), audio, random_blocks(np.random.default_rng(seed)))
    assert np.array_equal(in_blocks(insert, audio, random_blocks(np.random.default_rng(seed + 1))), plain)


def test_bypassed_it_is_the_sound_that_came_in_as_late_as_the_chain():
    audio = noise(9000)
    insert = Insert(Sound(random_chain(0), bypass=True), RATE)
    assert insert.latency == Chain(neutral(), RATE).latency
    out = in_blocks(insert, audio, random_blocks(np.random.default_rng(0)))
    assert np.array_equal(out, audio)
    assert insert.played.reduction_db == 0.0


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_clicks(change: str):
    before = neutral() | CHANGES[change][0]
    after = before | CHANGES[change][1]
    out = heard(Insert(Sound(before), RATE), sine(), RATE // 2, Sound(after))
    steady = max(largest_step(out, 0.2, 0.48), largest_step(out, 0.9, 1.2))
    assert largest_step(out, 0.48, 0.9) <= MOST * steady


@pytest.mark.parametrize("bypass", [True, False])
def test_bypass_does_not_click_either(bypass: bool):
    values = neutral() | {"limiter.drive_db": -12.0}
    out = heard(Insert(Sound(values, not bypass), RATE), sine(), RATE // 2, Sound(values, bypass))
    steady = max(largest_step(out, 0.2, 0.48), largest_step(out, 0.9, 1.2))
    assert largest_step(out, 0.48, 0.9) <= MOST * steady


def test_a_change_is_whole_soon():
    audio = music_like(3.0, RATE)
    before, after = neutral() | {"trim.gain_db": -6.0}, neutral() | {"eq.mid.bell_2.gain_db": 6.0}
    out = heard(Insert(Sound(before), RATE), audio, RATE, Sound(after))
    goal = heard(Insert(Sound(after), RATE), audio)
    there = RATE + round((SETTLE_S + FADE_S) * RATE) + 2 * BLOCK
    assert np.abs(out[:, there:] - goal[:, there:]).max() < 0.01
    assert np.abs(out[:, -RATE:] - goal[:, -RATE:]).max() < 1e-4


def test_of_many_changes_the_newest_is_heard_in_the_end():
    audio, insert = noise(2 * RATE, 0.1), Insert(Sound(neutral()), RATE)
    out = []
    for number, start in enumerate(range(0, RATE, BLOCK)):
        insert.aim(Sound(neutral() | {"trim.gain_db": -12.0 * ((number % 10) / 10.0)}))
        out.append(insert.process(audio[:, start : start + BLOCK]))
    insert.aim(Sound(neutral() | {"trim.gain_db": -20.0}))
    rest = heard(insert, audio[:, RATE:])[:, RATE // 4 :]
    assert np.sqrt(np.mean(rest**2)) == pytest.approx(0.01, rel=0.02)


def test_the_ceiling_holds_through_every_change():
    # Silent at the end: a file that is cut off rings, through the insert or not.
    audio = music_like(2.0, RATE) * np.clip(np.arange(2 * RATE, 0, -1) / 4800.0, 0.0, 1.0).astype(np.float32)
    before, after = (
        neutral() | {"limiter.drive_db": 6.0},
        neutral() | {"limiter.drive_db": 30.0, "eq.mid.high_shelf.gain_db": 12.0},
    )
    insert = Insert(Sound(before), RATE)
    out = heard(insert, audio, RATE, Sound(after))
    # The chain itself stays within a few hundredths of its ceiling; a change adds nothing to that.
    still_db = max(true_peak_db(Chain(values, RATE).process(audio)) for values in (before, after))
    assert still_db < -0.9
    assert true_peak_db(out) < max(still_db, -1.0) + 0.01
    assert insert.played.reduction_db > 0.0


def test_what_each_bands_compressor_takes_is_told_and_nothing_when_bypassed():
    squeezed = neutral() | {"multiband.mid.threshold_db": -30.0, "multiband.mid.ratio": 4.0}
    insert = Insert(Sound(neutral()), RATE)
    for sound, expected in ((Sound(neutral()), 0.0), (Sound(squeezed), 10.0), (Sound(squeezed, bypass=True), 0.0)):
        heard(insert, noise(RATE // 2, 0.3), 0, sound)
        low_db, mid_db, high_db = reduction_of(insert.played.energies, BLOCK)
        assert (low_db, high_db) == pytest.approx((0.0, 0.0), abs=0.01)
        assert mid_db == pytest.approx(expected, abs=5.0) and bool(mid_db > 1.0) is bool(expected)


def test_what_is_no_sound_is_silence_and_leaves_nothing_behind():
    audio, bad = noise(RATE), np.full((2, BLOCK), np.float32(np.nan))
    bad[0, ::2] = np.inf
    bad[1, ::3] = 3e38
    insert = Insert(Sound(random_chain(0)), RATE)
    assert np.isfinite(insert.process(bad)).all()
    goal = heard(Insert(Sound(random_chain(0)), RATE), audio)
    after = heard(insert, np.concatenate([np.zeros((2, 3 * RATE), np.float32), audio], axis=1))[:, 3 * RATE :]
    assert np.isfinite(after).all()
    assert np.abs(after - goal)[:, RATE // 2 :].max() < 0.02 * np.abs(goal).max()
