"""A chain that is retuned goes on where it was, and becomes the chain of the new values."""

import numpy as np
import pytest

from metamaster.chain.pedalboard_renderer.chain import Chain
from metamaster.chain.pedalboard_renderer.limiter import Limiter
from metamaster.measure.true_peak import true_peak_db
from tests.chain.signals import SAMPLE_RATE, music_like, neutral, noise, random_chain

HALF = SAMPLE_RATE


def test_to_the_same_values_changes_no_bit():
    values, audio = random_chain(0), noise(9000)
    plain, retuned = (Chain(values, SAMPLE_RATE, ready=True) for _ in range(2))
    for block in np.array_split(audio, 7, axis=1):
        retuned.retune(values)
        assert np.array_equal(plain.process(block), retuned.process(block))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_after_a_while_it_is_the_chain_of_the_new_values(seed: int):
    audio, after = music_like(4.0, SAMPLE_RATE), random_chain(seed)
    retuned, plain = Chain(random_chain(seed + 7), SAMPLE_RATE, ready=True), Chain(after, SAMPLE_RATE)
    retuned.process(audio[:, :HALF])
    plain.process(audio[:, :HALF])
    retuned.retune(after)
    there, here = (np.concatenate([one.process(part) for part in parts(audio)], axis=1) for one in (retuned, plain))
    tail = np.s_[:, -HALF // 2 :]
    assert np.abs(there[tail] - here[tail]).max() < 1e-3 * max(np.abs(here[tail]).max(), 1e-3)


def parts(audio: np.ndarray) -> list[np.ndarray]:
    return [np.ascontiguousarray(part) for part in np.array_split(audio[:, HALF:], 3, axis=1)]


def limiter_at(drive_db: float, ceiling_db: float = -1.0, release_ms: float = 300.0) -> Limiter:
    return Limiter(SAMPLE_RATE, drive_db, ceiling_db, release_ms)


def test_a_limiter_that_is_driven_harder_keeps_its_ceiling_from_then_on():
    loud, limiter = noise(2 * HALF, 0.2), limiter_at(0.0)
    limiter.process(loud[:, :HALF])
    limiter.retune(neutral(limiter__drive_db=18.0, limiter__ceiling_db=-3.0))
    # What had passed the look-ahead's far end before was not known to need any reduction.
    after = limiter.process(loud[:, HALF:])[:, 2 * limiter.latency :]
    assert true_peak_db(after) < -3.0 + 0.05


def test_a_limiter_goes_on_recovering_from_what_was_loud():
    silence = np.zeros((2, HALF), np.float32)
    retuned, plain = limiter_at(6.0), limiter_at(9.0, -1.0)
    for limiter in (retuned, plain):
        limiter.process(noise(HALF, 0.3))
    retuned.retune(neutral(limiter__drive_db=9.0, limiter__ceiling_db=-1.0, limiter__release_ms=300.0))
    for limiter in (retuned, plain):
        limiter.process(silence)
    assert plain.reduction_db.max() > 3.0
    assert np.abs(retuned.reduction_db - plain.reduction_db)[2 * plain.latency :].max() < 1e-3


def test_a_chain_whose_compressors_were_left_out_is_to_be_ready():
    audio = noise(HALF, 0.1)
    on = neutral(multiband__high__ratio=6.0, multiband__high__threshold_db=-40.0)
    ready, unready = (Chain(neutral(), SAMPLE_RATE, ready=ready) for ready in (True, False))
    for chain in (ready, unready):
        chain.retune(on)
    assert np.square(ready.process(audio)).mean() < 0.8 * np.square(unready.process(audio)).mean()
