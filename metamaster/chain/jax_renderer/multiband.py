"""Multiband dynamics on a mid/side pair: a split without phase shift, a compressor a band and channel, make-up, sum."""

import jax.numpy as jnp
from jax import Array, lax
from jaxtyping import Float

from metamaster.chain.follower import pole_of
from metamaster.chain.jax_renderer.cascade import Values, mid_side_response, padded_length, rfft_grid
from metamaster.chain.jax_renderer.envelope import envelope
from metamaster.chain.jax_renderer.response import Grid, three_bands
from metamaster.chain.layout import BANDS, EQ_MID, EQ_SIDE


def compress_bands(audio: Float[Array, "2 samples"], sample_rate: int, values: Values) -> Float[Array, "2 samples"]:
    """The pair after multiband compression with the chain's values, by dotted name."""
    return _compress(split_bands(audio, sample_rate, values), sample_rate, values)


def equalise_and_compress(
    audio: Float[Array, "2 samples"], sample_rate: int, values: Values
) -> Float[Array, "2 samples"]:
    """The equaliser and the multiband stage at once, the filters of both applied in one transform.

    About −70 dB from the recursion that Pedalboard runs in float32 and several times as fast, forwards and back.
    """
    length = padded_length(audio.shape[-1], sample_rate)
    grid = rfft_grid(length, sample_rate)
    spectra = jnp.fft.rfft(audio, length) * mid_side_response(EQ_MID, EQ_SIDE, grid, values)
    return _compress(_bands(spectra, length, audio.shape[-1], grid, values), sample_rate, values)


def split_bands(audio: Float[Array, "2 samples"], sample_rate: int, values: Values) -> Float[Array, "3 2 samples"]:
    """Low, mid and high band of both rows; their sum is the input."""
    length = padded_length(audio.shape[-1], sample_rate)
    grid = rfft_grid(length, sample_rate)
    return _bands(jnp.fft.rfft(audio, length), length, audio.shape[-1], grid, values)


def _bands(spectra: Array, length: int, samples: int, grid: Grid, values: Values) -> Array:
    crossovers = (values["multiband.low_crossover_hz"], values["multiband.high_crossover_hz"])
    responses = three_bands(grid, *crossovers)
    # Band by band: in one broadcast product XLA works every response out again for every band and row.
    rows = [jnp.fft.irfft(spectra * lax.complex(*response), length)[:, :samples] for response in responses]
    return jnp.stack(rows)


def _compress(bands: Array, sample_rate: int, values: Values) -> Array:
    makeup = 10.0 ** (_per_band(values, "makeup_db") / 20.0)
    gain = compressor_gain(bands, sample_rate, values)
    low, mid, high = bands * gain * makeup[:, None, None]
    # Not jnp.sum over the bands: jaxlib 0.10.2 compiles that reduction wrongly on CPU (the side came out as noise).
    return low + mid + high


def compressor_gain(
    bands: Float[Array, "3 2 samples"], sample_rate: int, values: Values
) -> Float[Array, "3 2 samples"]:
    """The gain of each band's compressor before make-up, 1 or less: no knee, as in ``juce::dsp::Compressor``."""
    samples = bands.shape[-1]
    rise, fall = (jnp.repeat(pole_of(_per_band(values, time), sample_rate), 2) for time in ("attack_ms", "release_ms"))
    level = jnp.abs(bands).reshape(6, samples).T
    follower = envelope(level, rise, fall).T.reshape(bands.shape)
    threshold = 10.0 ** (_per_band(values, "threshold_db") / 20.0)[:, None, None]
    exponent = (1.0 / _per_band(values, "ratio") - 1.0)[:, None, None]
    # Where the level is below the threshold the excess is replaced before the logarithm, which keeps its
    # derivative finite on silence (the double-where).
    above = follower > threshold
    excess = jnp.where(above, follower, threshold) / threshold
    return jnp.where(above, jnp.exp(exponent * jnp.log(excess)), 1.0)


def _per_band(values: Values, name: str) -> Float[Array, "3"]:
    return jnp.stack([values[f"multiband.{band}.{name}"] for band in BANDS])
