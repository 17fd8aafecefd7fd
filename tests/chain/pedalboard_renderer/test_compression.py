"""What the compressors take, as it is noted while they work."""

import numpy as np
import pytest

from metamaster.chain.pedalboard_renderer.chain import Chain, UnlimitedChain
from metamaster.chain.pedalboard_renderer.compression import Compression, PowerTrace, reduction_of
from metamaster.chain.pedalboard_renderer.multiband import CompressedBand
from metamaster.chain.settings import DEFAULTS

RATE = 44100
SECONDS = 3
SQUEEZING = {"multiband.mid.threshold_db": -30.0, "multiband.mid.ratio": 4.0, "multiband.mid.makeup_db": 6.0}


def tone(hz: float, level_db: float) -> np.ndarray:
    """A sine on both channels, of that peak level."""
    phase = 2.0 * np.pi * hz * np.arange(SECONDS * RATE) / RATE
    return np.float32(10.0 ** (level_db / 20.0) * np.sin(phase)) * np.ones((2, 1), np.float32)


def noted(audio: np.ndarray, lanes: dict[str, tuple[tuple[float, float], ...]] | None = None) -> np.ndarray:
    chain = UnlimitedChain(DEFAULTS.replace(SQUEEZING).as_dict(), RATE, lanes or {})
    compression = chain.compression(RATE // 10)
    for start in range(0, audio.shape[1], 5000):
        chain.process(audio[:, start : start + 5000])
    return compression.reduction_db(10 * SECONDS)


def test_a_steady_tone_is_reduced_by_what_threshold_and_ratio_say():
    band = CompressedBand(DEFAULTS.replace(SQUEEZING).as_dict(), "multiband.mid.", RATE, ready=False)
    trace = band.trace = PowerTrace(RATE)
    band.process(tone(700.0, -10.0)[0])
    before, after = trace.result()[:, -1]
    # 20 dB over the threshold at 4:1; the envelope stays a little below the peaks between them.
    assert 10.0 * np.log10(before / after) == pytest.approx(15.0, abs=1.0)


def test_what_a_band_takes_is_noted_for_it_alone():
    found = noted(tone(700.0, -10.0))
    assert found.shape == (3, 10 * SECONDS)
    assert found[1].min() > 3.0 and not found[[0, 2]].any()


def test_what_is_below_the_threshold_or_silent_is_not_reduced():
    assert noted(tone(700.0, -50.0)).max() < 0.01
    assert not noted(np.zeros((2, RATE), np.float32)).any()


def test_a_compressor_that_moves_is_noted_too():
    moving = {"multiband.mid.makeup_db": ((0.0, 0.0), (3.0, 6.0))}
    np.testing.assert_allclose(noted(tone(700.0, -10.0), moving)[1], noted(tone(700.0, -10.0))[1], atol=0.01)


def test_steps_do_not_depend_on_blocks():
    audio = tone(100.0, 0.0)[0][: RATE // 2 + 7]
    whole, pieces = PowerTrace(1000), PowerTrace(1000)
    whole.add(audio, audio / 2)
    for start in range(0, len(audio), 333):
        pieces.add(audio[start : start + 333], audio[start : start + 333] / 2)
    np.testing.assert_allclose(pieces.result(), whole.result(), rtol=1e-6)
    assert whole.result().shape == (2, -(-len(audio) // 1000))


def test_nothing_played_is_nothing_noted():
    assert Compression(1000).reduction_db(0).shape == (3, 0)


def test_what_is_taken_block_by_block_adds_up_to_what_is_noted_over_time():
    audio = tone(700.0, -10.0)[:, :RATE]
    values = DEFAULTS.replace(SQUEEZING).as_dict()
    offline, live = UnlimitedChain(values, RATE), Chain(values, RATE)
    over_time, last = offline.compression(RATE), live.last_compression()
    offline.process(audio)
    energies = np.zeros((3, 2))
    for start in range(0, RATE, 300):
        live.process(audio[:, start : start + 300])
        energies += last.energies()
    np.testing.assert_allclose(reduction_of(energies, RATE), over_time.reduction_db(1)[:, 0], atol=1e-3)
    assert reduction_of(energies, RATE)[1] > 3.0
