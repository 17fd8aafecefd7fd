"""The loudness that the limiter will give at any drive, foretold from one measurement before it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.audio.files import ArraySource
from metamaster.chain.settings import DEFAULTS
from metamaster.delivery.deliver import limited_blocks
from metamaster.delivery.forecast import DRIVE_RANGE_DB, STEPS_PER_S, Forecast
from metamaster.measure.loudness import LoudnessMeter, integrated_lufs
from metamaster.measure.true_peak import TruePeakMeter
from tests.conftest import RATE, Clip

CEILING_DB, RELEASE_MS = -1.0, 150.0


def forecast_of(samples: np.ndarray, sample_rate: int = RATE) -> Forecast:
    loudness = LoudnessMeter(sample_rate, len(samples))
    peaks = TruePeakMeter(sample_rate, len(samples), segments_per_second=STEPS_PER_S)
    for meter in (loudness, peaks):
        meter.add(samples)
    power = loudness.powers(1.0 / STEPS_PER_S, 1.0 / STEPS_PER_S)
    return Forecast(power, peaks.result().segments[: len(power)])


@pytest.fixture(scope="module")
def song(mix: Clip) -> np.ndarray:
    return mix.samples


@pytest.fixture(scope="module")
def forecast(song: np.ndarray) -> Forecast:
    return forecast_of(song)


def limited_lufs(samples: np.ndarray, sample_rate: int, drive_db: float, release_ms: float) -> float:
    """What the real limiter gives."""
    controls = {"limiter.drive_db": drive_db, "limiter.ceiling_db": CEILING_DB, "limiter.release_ms": release_ms}
    blocks = [block for block, _ in limited_blocks(ArraySource(samples, sample_rate), DEFAULTS.replace(controls))]
    return integrated_lufs(np.concatenate(blocks, axis=1), sample_rate)


@pytest.mark.parametrize("drive_db", [-6.0, 0.0, 6.0, 9.0, 12.0])
@pytest.mark.parametrize("release_ms", [40.0, 150.0, 500.0])
def test_it_agrees_with_the_real_limiter(
    forecast: Forecast, song: np.ndarray, drive_db: float, release_ms: float
) -> None:
    true = limited_lufs(song, RATE, drive_db, release_ms)
    assert forecast.loudness_lufs(drive_db, CEILING_DB, release_ms) == pytest.approx(true, abs=0.15)


@pytest.mark.parametrize("sample_rate", [22050, 48000, 96000])
def test_it_agrees_at_other_sample_rates(song: np.ndarray, sample_rate: int) -> None:
    true = limited_lufs(song, sample_rate, 9.0, RELEASE_MS)
    assert forecast_of(song, sample_rate).loudness_lufs(9.0, CEILING_DB, RELEASE_MS) == pytest.approx(true, abs=0.15)


def test_below_the_ceiling_loudness_goes_with_the_drive(forecast: Forecast, song: np.ndarray) -> None:
    assert forecast.loudness_lufs(-3.0, CEILING_DB, RELEASE_MS) == pytest.approx(integrated_lufs(song, RATE) - 3.0)


def test_more_drive_never_gives_less_loudness(forecast: Forecast) -> None:
    loudness = [forecast.loudness_lufs(float(drive), CEILING_DB, RELEASE_MS) for drive in np.arange(*DRIVE_RANGE_DB)]
    assert np.diff(loudness).min() > -0.01


steps = st.integers(100, 800)
seeds = st.integers(0, 2**32 - 1)


def wandering(count: int, seed: int) -> Forecast:
    """Levels that wander at random."""
    random = np.random.default_rng(seed)
    power = 10.0 ** ((-20.0 + np.cumsum(random.normal(0.0, 0.5, count))) / 10.0)
    return Forecast(power, np.sqrt(power) * 10.0 ** (random.uniform(0.0, 1.0, count)))


@settings(deadline=None)
@given(count=steps, seed=seeds, drive_db=st.floats(-20.0, 30.0), more_db=st.floats(0.0, 6.0))
def test_more_drive_never_gives_any_moment_less_level(count: int, seed: int, drive_db: float, more_db: float) -> None:
    forecast = wandering(count, seed)
    before = drive_db - forecast.reduction_db(CEILING_DB - drive_db, RELEASE_MS)
    after = drive_db + more_db - forecast.reduction_db(CEILING_DB - drive_db - more_db, RELEASE_MS)
    assert np.all(after >= before - 1e-9)


@settings(deadline=None)
@given(count=steps, seed=seeds, threshold_db=st.floats(-40.0, 20.0))
def test_the_reduction_keeps_every_peak_at_the_threshold(count: int, seed: int, threshold_db: float) -> None:
    forecast = wandering(count, seed)
    reduction_db = forecast.reduction_db(threshold_db, RELEASE_MS)
    assert np.all(reduction_db >= 0.0)
    assert np.all(20.0 * np.log10(forecast.peak) - reduction_db <= threshold_db + 1e-9)


@settings(deadline=None)
@given(count=steps, seed=seeds, threshold_db=st.floats(-40.0, 20.0))
def test_the_reduction_falls_no_faster_than_the_release(count: int, seed: int, threshold_db: float) -> None:
    reduction_db = wandering(count, seed).reduction_db(threshold_db, RELEASE_MS)
    assert np.diff(reduction_db).min() >= -10.0 * 1000.0 / STEPS_PER_S / RELEASE_MS - 1e-9


@pytest.mark.parametrize("target_lufs", [-30.0, -20.0, -14.0, -11.0])
def test_the_drive_for_a_loudness_gives_it(forecast: Forecast, target_lufs: float) -> None:
    drive_db = forecast.drive_for(target_lufs, CEILING_DB, RELEASE_MS)
    assert forecast.loudness_lufs(drive_db, CEILING_DB, RELEASE_MS) == pytest.approx(target_lufs, abs=1e-3)


@pytest.mark.parametrize(("target_lufs", "end"), [(-70.0, 0), (0.0, 1)])
def test_out_of_reach_the_drive_is_at_the_end_of_its_range(forecast: Forecast, target_lufs: float, end: int) -> None:
    assert forecast.drive_for(target_lufs, CEILING_DB, RELEASE_MS) == pytest.approx(DRIVE_RANGE_DB[end], abs=1e-6)


def test_the_loudest_is_where_more_drive_hardly_helps(forecast: Forecast) -> None:
    loudest = forecast.loudest_lufs(CEILING_DB, RELEASE_MS)
    drive_db = forecast.drive_for(loudest, CEILING_DB, RELEASE_MS)
    assert forecast.loudness_lufs(drive_db + 3.0, CEILING_DB, RELEASE_MS) < loudest + 0.6
    assert forecast.loudness_lufs(drive_db - 3.0, CEILING_DB, RELEASE_MS) < loudest - 0.6


def test_what_is_silent_until_it_is_driven_is_driven(song: np.ndarray) -> None:
    faint = forecast_of(song * np.float32(10.0 ** (-65.0 / 20.0)))
    assert faint.loudness_lufs(0.0, CEILING_DB, RELEASE_MS) == -np.inf
    assert faint.loudest_lufs(CEILING_DB, RELEASE_MS) == faint.loudness_lufs(
        DRIVE_RANGE_DB[1] - 1.0, CEILING_DB, RELEASE_MS
    )
