"""The live meters read what the meters for files read."""

import numpy as np
import pytest

from bridge.live.levels import LiveLevels
from bridge.session.meters import SILENCE_DB
from metamaster.measure.levels import LevelMeter
from tests.chain.signals import music_like, noise

RATE = 48000
NOTHING = np.zeros((3, 2))


def fed(levels: LiveLevels, audio: np.ndarray, block: int) -> LiveLevels:
    for start in range(0, audio.shape[1], block):
        levels.add(audio[:, start : start + block], 0.0, NOTHING)
    return levels


@pytest.mark.parametrize("block", [64, 1000, 48000])
def test_loudness_and_true_peak_are_those_of_a_file(block: int):
    audio = music_like(6.0, RATE)
    meter = LevelMeter(RATE, 2)
    meter.add(audio)
    goal, found = meter.result(), fed(LiveLevels(RATE), audio, block).read()
    assert found.integrated_lufs == pytest.approx(goal.loudness.integrated_lufs, abs=0.01)
    assert found.momentary_lufs == pytest.approx(goal.loudness.momentary_lufs[-1], abs=0.01)
    assert found.short_term_lufs == pytest.approx(goal.loudness.short_term_lufs[-1], abs=0.01)
    assert found.true_peak_db == pytest.approx(goal.true_peak.dbtp, abs=0.05)


def test_peak_reduction_and_correlation_are_those_since_the_last_reading():
    levels = LiveLevels(RATE)
    left = noise(RATE, 0.1)[:1]
    levels.add(np.concatenate([left, left]), 4.5, NOTHING)
    first = levels.read()
    assert (first.correlation, first.reduction_db) == (1.0, 4.5)
    quiet = np.concatenate([left, -left]) * np.float32(0.1)
    # A peak between samples is known a little later.
    levels.add(quiet[:, :480], 0.0, NOTHING)
    levels.read()
    levels.add(quiet, 0.0, NOTHING)
    second = levels.read()
    assert (second.correlation, second.reduction_db) == (-1.0, 0.0)
    assert second.true_peak_db == pytest.approx(first.true_peak_db - 20.0, abs=1.0)


def test_integrated_loudness_can_begin_anew():
    levels = fed(LiveLevels(RATE), noise(2 * RATE, 0.5), 480)
    loud = levels.read().integrated_lufs
    levels.restart()
    assert levels.read().integrated_lufs == SILENCE_DB
    quiet = fed(levels, noise(2 * RATE, 0.05), 480).read().integrated_lufs
    assert quiet < loud - 10.0


def test_silence_is_told_as_such():
    reading = fed(LiveLevels(RATE), np.zeros((2, RATE), np.float32), 480).read()
    assert (reading.momentary_lufs, reading.integrated_lufs, reading.true_peak_db) == (SILENCE_DB,) * 3
    assert reading.correlation == 1.0


def test_what_each_band_takes_is_that_since_the_last_reading():
    levels, audio = LiveLevels(RATE), noise(480)
    for after in (5.0, 15.0):
        levels.add(audio, 0.0, np.array([[20.0, 20.0], [20.0, after], [0.0, 0.0]]))
    first = levels.read()
    # 40 before and 20 after: half the power.
    assert (first.low_reduction_db, first.mid_reduction_db, first.high_reduction_db) == (0.0, 3.01, 0.0)
    assert levels.read().mid_reduction_db == 0.0
