"""The style of a piece of audio: equal to meters where there are some, blind to level, differentiable twice."""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from metamaster.measure.true_peak import true_peak_db
from metamaster.style.aspects import ASPECTS, LEAST_TONE_DB, features
from metamaster.style.descriptor import Style, describe
from metamaster.style.frames import STYLE_RATE, analyse_frames, samples_for
from tests.conftest import Clip

from .sounds import noise, pulses, sine

SAMPLES = samples_for(212)


def flat_style(audio: jax.Array) -> jax.Array:
    style = describe(analyse_frames(audio))
    return jnp.concatenate([jnp.ravel(entry) for entry in style])


style_of: Callable[[np.ndarray], Style] = jax.jit(lambda audio: describe(analyse_frames(audio)))


def flat(style: Style) -> np.ndarray:
    return np.concatenate([np.ravel(entry) for entry in style])


def lufs(audio: np.ndarray) -> float:
    return float(pyloudnorm.Meter(STYLE_RATE).integrated_loudness(audio.T))


@pytest.mark.parametrize("which", ["mix", "record"])
@pytest.mark.parametrize("gain", [1.0, 0.05])
def test_loudness_is_what_a_meter_reads(which: str, gain: float, request: pytest.FixtureRequest) -> None:
    clip: Clip = request.getfixturevalue(which)
    audio = clip.samples[:, :SAMPLES] * np.float32(gain)
    assert float(style_of(audio).loudness_lufs) == pytest.approx(lufs(audio), abs=0.1)


def test_loudness_range_is_what_a_step_in_level_is() -> None:
    half = SAMPLES // 2
    audio = noise(SAMPLES) * np.where(np.arange(SAMPLES) < half, 1.0, 10.0 ** (-6.0 / 20.0)).astype(np.float32)
    assert float(style_of(audio).lra_lu) == pytest.approx(6.0, abs=0.3)


def test_peak_to_loudness_ratio_is_near_the_meters(mix: Clip) -> None:
    audio = mix.samples[:, :SAMPLES]
    # A smooth maximum over the samples; true peaks lie a little higher, many equal peaks make it larger.
    assert float(style_of(audio).plr_db) == pytest.approx(true_peak_db(audio) - lufs(audio), abs=0.7)


@pytest.mark.parametrize(("right", "correlation"), [(1.0, 1.0), (-1.0, -1.0), (0.0, 0.0)])
def test_correlation_tells_how_alike_the_channels_are(right: float, correlation: float) -> None:
    audio = noise(SAMPLES)
    audio[1] = right * audio[0] if right else audio[1]
    assert float(style_of(audio).correlation) == pytest.approx(correlation, abs=0.05)


@settings(deadline=None, max_examples=10)
@given(width_db=st.floats(-20.0, 10.0))
def test_width_is_side_over_mid(width_db: float) -> None:
    mid, side = noise(SAMPLES) * np.array([[1.0], [10.0 ** (width_db / 20.0)]], np.float32)
    width = np.asarray(style_of(np.stack([mid + side, mid - side])).width)
    # The lowest octaves hold too little of four seconds of noise to be exact.
    assert width[3:] == pytest.approx(width_db, abs=0.7)


@settings(deadline=None, max_examples=10)
@given(gain_db=st.floats(-20.0, 12.0))
def test_level_changes_loudness_alone(gain_db: float) -> None:
    audio = pulses(SAMPLES)
    quiet, loud = style_of(audio), style_of(audio * np.float32(10.0 ** (gain_db / 20.0)))
    assert float(loud.loudness_lufs - quiet.loudness_lufs) == pytest.approx(gain_db, abs=0.01)
    for aspect in ASPECTS:
        assert np.asarray(features(loud)[aspect]) == pytest.approx(np.asarray(features(quiet)[aspect]), abs=0.02)


def test_tone_follows_an_equaliser() -> None:
    audio = pulses(SAMPLES)
    shelf = signal.butter(1, 1000.0, "high", fs=STYLE_RATE, output="sos")
    brighter = (audio + signal.sosfilt(shelf, audio)).astype(np.float32)
    change = np.asarray(style_of(brighter).tone_mid - style_of(audio).tone_mid)
    assert change[-1] - change[3] == pytest.approx(20.0 * np.log10(2.0), abs=0.3)


def test_octaves_that_hold_nothing_have_no_tone_and_no_width() -> None:
    low = signal.butter(12, 3000.0, fs=STYLE_RATE, output="sos")
    found = features(style_of(signal.sosfilt(low, pulses(SAMPLES)).astype(np.float32)))
    assert np.all(np.asarray(found["tone"])[-5:] == LEAST_TONE_DB) and not np.asarray(found["width"])[-2:].any()


def test_levels_of_a_steady_sound_are_their_bands_mean() -> None:
    style = style_of(sine(1000.0, SAMPLES))
    middle = [np.asarray(entry[1]) for entry in (style.fast, style.slow, style.crest)]
    assert np.concatenate([np.ravel(entry) for entry in middle]) == pytest.approx(0.0, abs=0.05)


def test_strokes_spread_the_levels() -> None:
    steady, struck = style_of(noise(SAMPLES)), style_of(pulses(SAMPLES))
    spread = [np.asarray(style.fast[:, -1] - style.fast[:, 0]) for style in (steady, struck)]
    assert np.all(spread[1] > spread[0] + 5.0)


def test_levels_over_a_longer_time_spread_less() -> None:
    style = style_of(pulses(SAMPLES))
    assert np.all(style.slow[:, -1] - style.slow[:, 0] < style.fast[:, -1] - style.fast[:, 0])


class Derivatives(NamedTuple):
    forward: jax.Array
    backward: jax.Array
    second: jax.Array


@jax.jit
def derivatives(audio: jax.Array, direction: jax.Array) -> Derivatives:
    """Along a direction, of the whole, and of the second order along the direction."""

    def mean(audio: jax.Array) -> jax.Array:
        return jnp.mean(flat_style(audio) ** 2)

    _, forward = jax.jvp(flat_style, (audio,), (direction,))
    backward, second = jax.jvp(jax.grad(mean), (audio,), (direction,))
    return Derivatives(forward, backward, second)


SOUNDS = {
    "music": lambda mix: mix.samples[:, :SAMPLES],
    "silence": lambda mix: np.zeros((2, SAMPLES), np.float32),
    "full-scale noise": lambda mix: np.sign(noise(SAMPLES)),
    "mono": lambda mix: np.repeat(mix.samples[:1, :SAMPLES], 2, axis=0),
    "half of it silence": lambda mix: mix.samples[:, :SAMPLES] * (np.arange(SAMPLES) < SAMPLES // 2),
    "one sine": lambda mix: sine(1000.0, SAMPLES, 1.0),
}


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("which", Derivatives._fields)
def test_derivatives_are_finite(name: str, which: str, mix: Clip) -> None:
    audio = SOUNDS[name](mix).astype(np.float32)
    assert np.isfinite(getattr(derivatives(audio, noise(SAMPLES, seed=1)), which)).all()


@pytest.mark.parametrize("name", SOUNDS)
def test_every_entry_is_finite(name: str, mix: Clip) -> None:
    audio = SOUNDS[name](mix).astype(np.float32)
    assert np.isfinite(flat(style_of(audio))).all()


def test_the_derivative_to_gain_is_one_decibel_of_loudness_and_nothing_else() -> None:
    audio = pulses(SAMPLES)
    forward = derivatives(audio, audio * np.float32(np.log(10.0) / 20.0)).forward
    wanted = [
        np.full(np.shape(entry), float(name == "loudness_lufs")) for name, entry in style_of(audio)._asdict().items()
    ]
    assert np.asarray(forward) == pytest.approx(np.concatenate([np.ravel(entry) for entry in wanted]), abs=5e-3)


def test_the_derivative_agrees_with_differences(mix: Clip) -> None:
    audio, direction, step = mix.samples[:, :SAMPLES], pulses(SAMPLES, seed=2), np.float32(1e-3)
    after, before = flat(style_of(audio + step * direction)), flat(style_of(audio - step * direction))
    forward = np.asarray(derivatives(audio, direction).forward)
    # Quantiles have corners and the gate has steps, so a few entries may differ.
    assert np.isclose(forward, (after - before) / (2.0 * step), rtol=0.05, atol=0.3).mean() > 0.9
