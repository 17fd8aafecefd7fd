"""Two compiled kernels of SciPy, recursive filters and real transforms, without the packages around them.

``scipy.signal`` and ``scipy.fft`` bring statistics and splines along, and importing those takes a second: longer than
filtering and transforming a whole song.
"""

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import scipy
from jaxtyping import Complex64, Float32, Float64


def _extension(package: str, name: str) -> ModuleType:
    """The extension module of that name, under its full name, so that SciPy itself finds it loaded."""
    full_name = f"{package}.{name}"
    if full_name not in sys.modules:
        folder = Path(scipy.__file__).parent.joinpath(*package.split(".")[1:])
        spec = PathFinder.find_spec(full_name, [str(folder)])
        if spec is None or spec.loader is None:
            raise ImportError(f"SciPy {scipy.__version__} has no {full_name}: install the version of constraints.txt.")
        module = module_from_spec(spec)
        sys.modules[full_name] = module
        spec.loader.exec_module(module)
    return sys.modules[full_name]


_sosfilt = _extension("scipy.signal", "_sosfilt")._sosfilt
_pocketfft = _extension("scipy.fft._pocketfft", "pypocketfft")


def sosfilt(
    sections: Float64[np.ndarray, "sections 6"],
    samples: Float64[np.ndarray, "rows samples"] | Float32[np.ndarray, "rows samples"],
    state: Float64[np.ndarray, "rows sections 2"],
) -> Float64[np.ndarray, "rows samples"]:
    """Each row through a cascade of second-order sections (b0, b1, b2, 1, a1, a2); changes ``state`` in place."""
    filtered = np.array(samples, np.float64, order="C")
    _sosfilt(sections, filtered, state)
    return filtered


def rfft(rows: Float32[np.ndarray, "*rows samples"]) -> Complex64[np.ndarray, "*rows bins"]:
    """The discrete Fourier transform of each row, several rows at a time in the processor's vectors."""
    transformed: np.ndarray = _pocketfft.r2c(rows, (rows.ndim - 1,))
    return transformed


def fast_length(samples: int) -> int:
    """The smallest length from ``samples`` on that is quick to transform."""
    return int(_pocketfft.good_size(samples, True))
