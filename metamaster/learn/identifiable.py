"""Which controls of a chain can be told from its sound: a frequency only where there is gain, and so on."""

from typing import Any

import jax.numpy as jnp
from jax import Array
from jaxtyping import Float

from metamaster.chain.parameters import INDEX, PARAMETERS

_FULL_GAIN_DB = 3.0
_FULL_RATIO = 2.0


def identifiable(values: Float[Any, "52"]) -> Float[Array, "52"]:
    """How well each control is determined by the sound, 0 to 1, from the physical values of the chain.

    A bell's or shelf's frequency and quality count as far as its gain goes to 3 dB; a compressor's controls as far as
    its ratio goes to 2:1, saturation's drive as far as it is blended in. Trim and what delivery sets do not count.
    """
    return jnp.stack([_share(entry.name, values) for entry in PARAMETERS])


def _share(name: str, values: Array) -> Array:
    stage, _, control = name.partition(".")
    if stage in ("trim", "limiter"):
        return jnp.float32(name == "limiter.drive_db")
    if control.endswith(("freq_hz", "q")) and "high_pass" not in control:
        gain = values[INDEX[f"{name.rpartition('.')[0]}.gain_db"]]
        return jnp.clip(jnp.abs(gain) / _FULL_GAIN_DB, 0.0, 1.0)
    if control.endswith(("threshold_db", "ratio", "attack_ms", "release_ms")):
        ratio = values[INDEX[f"{name.rpartition('.')[0]}.ratio"]]
        share = jnp.clip((ratio - 1.0) / (_FULL_RATIO - 1.0), 0.0, 1.0)
        return jnp.float32(1.0) if control.endswith("ratio") else share
    if name == "saturation.drive_db":
        return jnp.clip(values[INDEX["saturation.blend"]], 0.0, 1.0)
    return jnp.float32(1.0)
