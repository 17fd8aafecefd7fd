"""The model on band powers says what the chain's true render would measure, where settings are moderate."""

import jax
import numpy as np
import pytest

from metamaster.chain.parameters import named
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.band_model import predict
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from metamaster.style.aspects import features
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import Frames

from .sounds import Excerpt, moved, prior_for, rendered_style, vector

MODERATE = {
    "neutral": {},
    "trim": {"trim.gain_db": -6.0},
    "equaliser on mid": {
        "eq.mid.low_shelf.gain_db": 3.0,
        "eq.mid.bell_3.gain_db": -2.0,
        "eq.mid.high_shelf.gain_db": 2.5,
    },
    "equaliser on side": {"eq.side.high_pass.freq_hz": 100.0, "eq.side.bell_2.gain_db": 3.0},
    "width": {"image.low_width_db": -4.0, "image.mid_width_db": 3.0, "image.high_width_db": 1.0},
    "mono bass": {"image.mono_below_hz": 120.0},
    "compression": {f"multiband.{band}.ratio": 1.4 for band in ("low", "mid", "high")},
    "make-up": {"multiband.low.makeup_db": -2.0, "multiband.mid.makeup_db": 1.0, "multiband.high.makeup_db": 2.0},
    "saturation": {"saturation.drive_db": 6.0, "saturation.blend": 0.5},
    "limiter": {"limiter.drive_db": 8.0},
}


@jax.jit
def modelled_style(frames: Frames, values: jax.Array) -> Style:
    return describe(predict(frames, named(values)))


def pair(excerpt: Excerpt, name: str) -> tuple[Style, Style]:
    values = vector(DEFAULTS.replace(MODERATE[name]))
    return rendered_style(excerpt.audio, values), modelled_style(excerpt.frames, values)


@pytest.mark.parametrize("name", MODERATE)
def test_tone_is_within_half_a_decibel(excerpt: Excerpt, name: str) -> None:
    true, modelled = pair(excerpt, name)
    # Below 40 Hz this excerpt holds little but what a moving compressor spills from the bands above.
    within_db = np.where(np.array(THIRD_OCTAVE_HZ) < 40.0, 0.8, 0.5)
    assert (np.abs(np.asarray(modelled.tone_mid - true.tone_mid)) < within_db).all()


@pytest.mark.parametrize("name", MODERATE)
def test_loudness_is_within_three_tenths(excerpt: Excerpt, name: str) -> None:
    true, modelled = pair(excerpt, name)
    assert float(modelled.loudness_lufs) == pytest.approx(float(true.loudness_lufs), abs=0.3)


@pytest.mark.parametrize("name", MODERATE)
def test_width_is_within_half_a_decibel(excerpt: Excerpt, name: str) -> None:
    true, modelled = (np.asarray(features(style)["width"]) for style in pair(excerpt, name))
    assert modelled == pytest.approx(true, abs=0.5)


@pytest.mark.parametrize("name", MODERATE)
def test_dynamics_are_within_half_a_decibel(excerpt: Excerpt, name: str) -> None:
    true, modelled = (np.asarray(features(style)["dynamics"]) for style in pair(excerpt, name))
    assert modelled == pytest.approx(true, abs=0.5)


@pytest.mark.parametrize("seed", range(3))
def test_all_at_once_it_is_still_close(excerpt: Excerpt, seed: int) -> None:
    values = vector(moved(prior_for().start, seed, 0.5))
    true, modelled = rendered_style(excerpt.audio, values), modelled_style(excerpt.frames, values)
    assert np.abs(np.asarray(modelled.tone_mid - true.tone_mid)).mean() < 0.5
    assert abs(float(modelled.loudness_lufs - true.loudness_lufs)) < 0.7


def test_silence_stays_finite() -> None:
    silence = Frames(np.full((2, 212, 29), 1e-10, np.float32), np.zeros(212, np.float32))
    modelled = modelled_style(silence, vector(prior_for().start))
    assert all(np.isfinite(entry).all() for entry in modelled)
