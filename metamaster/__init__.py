"""metamaster: masters music to sound like a given reference, and learns how to adapt.

``metamaster.master(mix, reference, out)`` does the main job. Nothing heavy is imported until it is used.
"""

from typing import TYPE_CHECKING, Any

from metamaster.version import __version__

if TYPE_CHECKING:
    from metamaster.master import master
    from metamaster.options import Amounts, MasterOptions
    from metamaster.result import MasterResult

__all__ = ["Amounts", "MasterOptions", "MasterResult", "__version__", "master"]

_HOME = {
    "Amounts": "metamaster.options",
    "MasterOptions": "metamaster.options",
    "MasterResult": "metamaster.result",
    "master": "metamaster.master",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'metamaster' has no attribute {name!r}")
    import importlib  # noqa: PLC0415 - this is what keeps the package light

    found = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = found
    return found
