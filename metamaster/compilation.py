"""Keeps compiled JAX programs on disk, so that only the first run ever waits for them."""

import os
import warnings
from pathlib import Path

import jax
from platformdirs import user_cache_dir


def keep_compiled_programs() -> None:
    """Points JAX at the user's cache folder; METAMASTER_CACHE names another. To be called before the first render.

    Where nothing can be kept there, programs are compiled anew in every run: that costs time and nothing else.
    """
    folder = Path(os.environ.get("METAMASTER_CACHE") or user_cache_dir("metamaster"))
    jax.config.update("jax_compilation_cache_dir", str(folder / "jax"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
    warnings.filterwarnings("ignore", message="Error (reading|writing) persistent compilation cache")
