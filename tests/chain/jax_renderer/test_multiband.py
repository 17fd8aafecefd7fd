"""Multiband dynamics: the split, the static curve, the derivatives, and the compiler's honesty."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from benchmarks.parity import null_db
from metamaster.chain.jax_renderer.cascade import filter_mid_side
from metamaster.chain.jax_renderer.chain import values_from
from metamaster.chain.jax_renderer.multiband import (
    compress_bands,
    compressor_gain,
    equalise_and_compress,
    split_bands,
)
from metamaster.chain.layout import BANDS, EQ_MID, EQ_SIDE
from tests.chain.derivatives import (
    a_direction,
    all_finite,
    doubles,
    first_derivative_error,
    forward_against_reverse,
    second_derivative_error,
)
from tests.chain.signals import SAMPLE_RATE, neutral, noise, random_chain, swelling

SAMPLES = 4096
Values = dict[str, float]

compiled = jax.jit(lambda audio, values: compress_bands(audio, SAMPLE_RATE, values))
split = jax.jit(lambda audio, values: split_bands(audio, SAMPLE_RATE, values))
gain = jax.jit(lambda bands, values: compressor_gain(bands, SAMPLE_RATE, values))
both = jax.jit(lambda audio, values: equalise_and_compress(audio, SAMPLE_RATE, values))


def multiband(values: Values) -> dict[str, jax.Array]:
    return values_from({name: value for name, value in values.items() if name.startswith("multiband.")})


def compressed(audio: np.ndarray, values: Values) -> np.ndarray:
    return np.asarray(compiled(audio, multiband(values)))


def steady(level: float) -> np.ndarray:
    """Bands that stand still, which no signal's do: what the static curve is read with."""
    return np.full((3, 2, SAMPLES), level, np.float32)


@pytest.mark.parametrize("seed", range(3))
def test_the_three_bands_sum_to_what_came_in(seed: int):
    audio = noise(SAMPLES)
    total = np.asarray(split(audio, multiband(random_chain(seed))).sum(axis=0))
    np.testing.assert_allclose(total, audio, atol=2e-6)


def test_a_ratio_of_one_changes_no_level():
    audio = swelling(SAMPLES)
    np.testing.assert_array_equal(gain(split(audio, multiband(neutral())), multiband(neutral())), 1.0)


@pytest.mark.parametrize("ratio", [1.5, 2.0, 6.0])
@pytest.mark.parametrize("over_db", [3.0, 20.0])
def test_above_the_threshold_level_grows_by_its_ratios_part(ratio: float, over_db: float):
    controls = {"ratio": ratio, "threshold_db": -30.0, "attack_ms": 1.0}
    values = neutral() | {f"multiband.{band}.{name}": value for band in BANDS for name, value in controls.items()}
    settled = gain(steady(10 ** ((over_db - 30.0) / 20)), multiband(values))[:, :, -1]
    np.testing.assert_allclose(20 * np.log10(settled), over_db * (1 / ratio - 1), atol=0.001)


def test_below_the_threshold_the_gain_is_exactly_one():
    values = multiband(random_chain(0))
    threshold_db = min(float(values[f"multiband.{band}.threshold_db"]) for band in BANDS)
    np.testing.assert_array_equal(gain(steady(10 ** ((threshold_db - 0.01) / 20)), values), 1.0)


@pytest.mark.parametrize("seed", range(3))
def test_compression_never_raises_the_level(seed: int):
    values = multiband(random_chain(seed))
    reduction = np.asarray(gain(split(swelling(SAMPLES), values), values))
    assert reduction.min() > 0.0
    assert reduction.max() <= 1.0


def test_each_band_has_its_own_makeup():
    audio, values = noise(SAMPLES), neutral()
    makeup = dict(zip(BANDS, (3.0, -6.0, 9.0), strict=True))
    raised = values | {f"multiband.{band}.makeup_db": gain_db for band, gain_db in makeup.items()}
    low, mid, high = np.asarray(split(audio, multiband(values)))
    expected = sum(band * 10 ** (db / 20) for band, db in zip((low, mid, high), makeup.values(), strict=True))
    np.testing.assert_allclose(compressed(audio, raised), expected, atol=1e-6)


def test_mid_and_side_are_compressed_apart():
    audio, values = swelling(SAMPLES), random_chain(1)
    alone = np.stack([audio[0], np.zeros(SAMPLES, np.float32)])
    # A transform of two rows may round otherwise than one of a row and silence.
    np.testing.assert_allclose(compressed(alone, values)[0], compressed(audio, values)[0], atol=1e-6)


@pytest.mark.parametrize("stage", [compress_bands, equalise_and_compress])
def test_compiling_does_not_change_the_sound(stage: Callable[..., jax.Array]):
    """jaxlib 0.10.2 compiled a sum over the bands into noise on the side."""
    audio, values = jnp.asarray(swelling(SAMPLES)), values_from(random_chain(0))
    stages = {compress_bands: compiled, equalise_and_compress: both}
    # The sound reaches 1.7 times full scale: float32 rounds there by 1e-7, and a transform adds a dozen of them up.
    np.testing.assert_allclose(stages[stage](audio, values), stage(audio, SAMPLE_RATE, values), rtol=2e-6, atol=2e-6)


@pytest.mark.parametrize("seed", range(3))
def test_one_transform_for_equaliser_and_bands_sounds_as_one_after_the_other(seed: int):
    audio, values = jnp.asarray(swelling(SAMPLES)), values_from(random_chain(seed))
    apart = compiled(filter_mid_side(audio, EQ_MID, EQ_SIDE, SAMPLE_RATE, values), values)
    assert null_db(np.asarray(apart), np.asarray(both(audio, values))) < -60.0


def stage(audio: jax.Array, values: dict[str, jax.Array]) -> jax.Array:
    return compress_bands(audio, SAMPLE_RATE, values)


def point_and_direction() -> tuple[tuple, tuple]:
    values = {name: value for name, value in random_chain(0).items() if name.startswith("multiband.")}
    values |= {f"multiband.{band}.threshold_db": -35.0 for band in BANDS}
    # Begins with sound: at zero the rectifier has no slope.
    return (swelling(SAMPLES + 500)[:, 500:], values), (noise(SAMPLES, seed=1), a_direction(values))


def test_forward_and_reverse_derivatives_agree():
    with jax.enable_x64(True):
        forward, reverse = forward_against_reverse(stage, *map(doubles, point_and_direction()))
    assert forward == pytest.approx(reverse, rel=1e-6)


@pytest.mark.parametrize("error", [first_derivative_error, second_derivative_error])
def test_derivatives_are_slopes(error: Callable[..., float]):
    with jax.enable_x64(True):
        assert error(stage, *map(doubles, point_and_direction()), distance=1e-8) < 1e-4


@pytest.mark.parametrize("level", [0.0, 1e-30, 1.0, 100.0])
def test_first_and_second_derivatives_are_finite_from_silence_to_excess(level: float):
    values = multiband(random_chain(0))
    point, along = (jnp.asarray(noise(SAMPLES, level)), values), (jnp.ones((2, SAMPLES)), values)
    assert all_finite(gradient_along(point, along))


@jax.jit
def gradient_along(point: tuple, along: tuple) -> tuple:
    return jax.jvp(jax.grad(lambda *p: jnp.mean(stage(*p) ** 2), argnums=(0, 1)), point, along)
