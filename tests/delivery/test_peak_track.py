"""What was worked out once serves the limiter and the forecast as if each had listened itself."""

from itertools import pairwise

import numpy as np
import pytest

from metamaster.chain.pedalboard_renderer.limiter import Limiter, lowest_peak
from metamaster.chain.pedalboard_renderer.true_peak_envelope import TruePeakEnvelope
from metamaster.delivery.peak_track import PeakTrack
from metamaster.measure.true_peak import TruePeakMeter
from tests.conftest import RATE, Clip

PER_SECOND = 100
LIMITER = (9.0, -1.0, 150.0)


def tracked(song: np.ndarray, track: PeakTrack) -> PeakTrack:
    for block in np.split(song, [1, 4000, 70000], axis=1):
        track.add(block)
    track.finish()
    return track


def through(song: np.ndarray, limiter: Limiter, size: int = 30000) -> np.ndarray:
    padded = np.pad(song, ((0, 0), (0, limiter.latency)))
    blocks = [limiter.process(padded[:, at : at + size]) for at in range(0, padded.shape[1], size)]
    return np.concatenate(blocks, axis=1)


@pytest.fixture(scope="module")
def song(mix: Clip) -> np.ndarray:
    return mix.samples[:, : 3 * RATE + 17]


@pytest.mark.parametrize("lower_db", [0.0, 3.0])
def test_the_limiter_gives_the_same_bits_with_a_replay(song: np.ndarray, lower_db: float) -> None:
    floor = float(lowest_peak(LIMITER[0] + lower_db, LIMITER[1]))
    with PeakTrack(RATE, floor, PER_SECOND) as track:
        tracked(song, track)
        for _ in range(2):
            replayed = through(song, Limiter(RATE, *LIMITER, track.replay()))
            np.testing.assert_array_equal(replayed, through(song, Limiter(RATE, *LIMITER)))


def test_peaks_are_those_of_a_true_peak_meter(song: np.ndarray) -> None:
    meter = TruePeakMeter(RATE, 2, segments_per_second=PER_SECOND)
    meter.add(song)
    with PeakTrack(RATE, 0.0, PER_SECOND) as track:
        found, known = tracked(song, track).peaks(), meter.result().segments
    # A peak beside a border may count to either side of it; the meter's parabola and the envelope differ by 0.15 dB.
    highest = np.maximum.reduce([known[:-2], known[1:-1], known[2:]])
    assert len(found) == song.shape[1] * PER_SECOND // RATE
    assert np.all(found[1:-1] <= 1.02 * highest[: len(found) - 2])
    assert np.median(np.abs(found - known[: len(found)])) < 0.01 * np.median(known)


def test_below_the_floor_peaks_are_the_largest_samples(song: np.ndarray) -> None:
    with PeakTrack(RATE, 10.0, PER_SECOND) as track:
        found = tracked(song, track).peaks()
    borders = np.arange(len(found) + 1) * RATE // PER_SECOND
    samples = [np.abs(song[:, start:stop]).max() for start, stop in pairwise(borders)]
    np.testing.assert_allclose(found, samples)


def test_the_replay_is_the_envelope(song: np.ndarray) -> None:
    with PeakTrack(RATE, 0.1, PER_SECOND) as track:
        found = tracked(song, track).replay().process(song)
    np.testing.assert_array_equal(found, TruePeakEnvelope(0.1).process(song))
