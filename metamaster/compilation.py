"""Keeps traced and compiled JAX programs on disk, so that only the first run ever waits for them.

XLA's own cache keeps what was compiled; before it can be asked, Python has to trace the program again, which takes
longer than the adaptation itself. So the traced program is kept too (``jax.export``), under a fingerprint of this
package's sources and of JAX.
"""

import functools
import hashlib
import os
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
from jax import export
from platformdirs import user_cache_dir

from metamaster.audio.atomic import atomic_bytes
from metamaster.errors import MetamasterError

_CHECKSUM_BYTES = 32


def keep_compiled_programs() -> None:
    """Points JAX at the user's cache folder; METAMASTER_CACHE names another. To be called before the first render.

    Where nothing can be kept there, programs are compiled anew in every run: that costs time and nothing else.
    """
    jax.config.update("jax_compilation_cache_dir", str(_cache_folder() / "jax"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
    warnings.filterwarnings("ignore", message="Error (reading|writing) persistent compilation cache")


class Kept:
    """A pure function, compiled for every shape of its arguments and kept from run to run.

    Its pytrees may hold only containers that ``jax.export`` can name (see ``register``).
    """

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        self._function = function
        self._name = name
        self._lock = threading.Lock()
        self._programs: dict[Any, tuple[export.Exported, Callable[..., Any]]] = {}

    def __call__(self, *args: Any) -> Any:
        """The function's value."""
        return self._prepared(args)[1](*args)

    def prepare(self, *args: Any) -> Any:
        """Compiles for arguments of those shapes, arrays or ``jax.ShapeDtypeStruct``; gives the shapes of the value."""
        exported = self._prepared(args)[0]
        leaves = [jax.ShapeDtypeStruct(value.shape, value.dtype) for value in exported.out_avals]
        return jax.tree.unflatten(exported.out_tree, leaves)

    def _prepared(self, args: tuple[Any, ...]) -> tuple[export.Exported, Callable[..., Any]]:
        specs = jax.tree.map(lambda leaf: jax.ShapeDtypeStruct(leaf.shape, leaf.dtype), args)
        key = (jax.tree.structure(specs), tuple(jax.tree.leaves(specs)))
        with self._lock:
            if key not in self._programs:
                exported = self._exported(specs, repr(key))
                self._programs[key] = (exported, jax.jit(exported.call).lower(*specs).compile())
            return self._programs[key]

    def _exported(self, specs: tuple[Any, ...], key: str) -> export.Exported:
        digest = hashlib.sha256(f"{_fingerprint()} {self._name} {key}".encode()).hexdigest()
        path = _cache_folder() / "programs" / f"{self._name}-{digest[:32]}"
        stored = _read(path)
        if stored is not None:
            return export.deserialize(stored)
        made = export.export(jax.jit(self._function))(*specs)
        _write(path, bytes(made.serialize()))
        return made


def register(*containers: type) -> None:
    """Lets ``Kept`` programs take and give these NamedTuples."""
    for container in containers:
        name = f"{container.__module__}.{container.__qualname__}"
        export.register_namedtuple_serialization(container, serialized_name=name)


def _cache_folder() -> Path:
    return Path(os.environ.get("METAMASTER_CACHE") or user_cache_dir("metamaster"))


def _read(path: Path) -> bytearray | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    checksum, program = content[:_CHECKSUM_BYTES], content[_CHECKSUM_BYTES:]
    return bytearray(program) if hashlib.sha256(program).digest() == checksum else None


def _write(path: Path, program: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_bytes(path, hashlib.sha256(program).digest() + program, overwrite=True)
    except (OSError, MetamasterError):
        # Not to be kept, then: the next run traces it again.
        return


@functools.cache
def _fingerprint() -> str:
    package = Path(__file__).parent
    digest = hashlib.sha256(f"{jax.__version__} {jax.default_backend()}".encode())
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
