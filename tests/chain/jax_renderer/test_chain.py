"""The whole chain in JAX: derivatives with respect to every control, at any level of sound."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from benchmarks.parity import null_db
from metamaster.chain.jax_renderer.chain import render, values_from
from metamaster.chain.jax_renderer.midside import decode, encode
from metamaster.chain.parameters import PARAMETERS, named
from tests.chain.derivatives import a_direction, relative_error
from tests.chain.signals import SAMPLE_RATE, neutral, noise, random_chain, swelling

SAMPLES = 8192
NAMES = [entry.name for entry in PARAMETERS]
Values = dict[str, jax.Array]
AUDIO = jnp.asarray(swelling(SAMPLES))
SOUNDS = {
    "silence": np.zeros((2, SAMPLES), np.float32),
    "full-scale noise": np.sign(noise(SAMPLES)),
    "a whisper": noise(SAMPLES, 1e-9),
    "left only": noise(SAMPLES) * np.float32([[1.0], [0.0]]),
}


def working_chain(seed: int = 0) -> dict[str, float]:
    """A random chain in which every stage has work to do."""
    busy = {f"multiband.{band}.threshold_db": -40.0 for band in ("low", "mid", "high")}
    return random_chain(seed) | busy | {"limiter.drive_db": 9.0, "saturation.blend": 0.5}


@jax.jit
def exact(audio: jax.Array, values: Values) -> jax.Array:
    return render(audio, SAMPLE_RATE, values)


@jax.jit
def quick(audio: jax.Array, values: Values) -> jax.Array:
    return render(audio, SAMPLE_RATE, values, exact=False)


@jax.jit
def quick_derivative(values: Values, along: Values) -> jax.Array:
    return jax.jvp(lambda v: render(AUDIO, SAMPLE_RATE, v, exact=False), (values,), (along,))[1]


@jax.jit
def gradient_along(audio: jax.Array, values: Values, along: Values) -> tuple[Values, Values]:
    """The gradient of the output's power, and how it changes along a direction: a Hessian-vector product."""
    gradient = jax.grad(lambda v: jnp.mean(render(audio, SAMPLE_RATE, v) ** 2))
    return jax.jvp(gradient, (values,), (along,))


def only(name: str, size: float) -> Values:
    return values_from({other: size if other == name else 0.0 for other in NAMES})


@pytest.mark.parametrize("sound", SOUNDS)
@pytest.mark.parametrize("seed", range(2))
def test_first_and_second_derivatives_by_every_control_are_finite(sound: str, seed: int):
    values = working_chain(seed)
    first, second = gradient_along(SOUNDS[sound], values_from(values), values_from(a_direction(values)))
    assert [name for name in NAMES if not (np.isfinite(first[name]) and np.isfinite(second[name]))] == []


@pytest.mark.parametrize("sound", SOUNDS)
def test_the_sound_is_finite(sound: str):
    assert np.isfinite(exact(SOUNDS[sound], values_from(working_chain()))).all()


def test_silence_stays_silent():
    np.testing.assert_array_equal(exact(SOUNDS["silence"], values_from(working_chain())), 0.0)


def test_every_control_is_heard_in_a_working_chain():
    first, _ = gradient_along(AUDIO, values_from(working_chain()), values_from(neutral()))
    assert [name for name in NAMES if first[name] == 0.0] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_by_each_control_is_the_slope_of_the_sound(name: str):
    values = values_from(working_chain())
    derivative = quick_derivative(values, only(name, 1.0))
    # A step that changes the sound by -80 dB: above its rounding, and few choices (which peak, rising or falling) flip.
    step = 1e-4 * jnp.linalg.norm(quick(AUDIO, values)) / jnp.linalg.norm(derivative)
    ahead, behind = values | {name: values[name] + step}, values | {name: values[name] - step}
    slope = (quick(AUDIO, ahead) - quick(AUDIO, behind)) / (ahead[name] - behind[name])
    assert relative_error(derivative, slope) < 0.02


def test_the_exact_gradient_is_the_quick_derivative_taken_in_reverse():
    values, along = working_chain(), a_direction(working_chain())
    gradient, _ = gradient_along(AUDIO, values_from(values), values_from(along))
    derivative = quick_derivative(values_from(values), values_from(along))
    expected = 2.0 * jnp.mean(quick(AUDIO, values_from(values)) * derivative)
    assert sum(gradient[name] * along[name] for name in NAMES) == pytest.approx(float(expected), rel=0.005)


def test_the_quick_sound_is_the_exact_one_but_for_rounding():
    values = values_from(working_chain())
    assert null_db(np.asarray(exact(AUDIO, values)), np.asarray(quick(AUDIO, values))) < -60.0


def test_a_neutral_chain_changes_no_levels():
    tone = jnp.asarray(0.1 * np.eye(2, SAMPLES, 100), jnp.float32)
    given, out = (
        np.abs(np.fft.rfft(np.asarray(audio, np.float64))) for audio in (tone, exact(tone, values_from(neutral())))
    )
    above = np.fft.rfftfreq(SAMPLES, 1 / SAMPLE_RATE) > 200.0
    np.testing.assert_allclose(out[0, above], given[0, above], rtol=0.01)


def test_a_vector_in_the_order_of_the_table_is_named_by_it():
    assert list(named(jnp.arange(52.0)).items()) == [(name, float(index)) for index, name in enumerate(NAMES)]


def test_mid_side_coding_is_undone_by_decoding():
    np.testing.assert_allclose(decode(encode(AUDIO)), AUDIO, atol=1e-7)
