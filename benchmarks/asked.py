"""The command that a page was made by."""

import shlex
import sys
from collections.abc import Sequence


def asked(module: str, arguments: Sequence[str] | None = None) -> str:
    """``python -m`` the module with those arguments, those of this process if None, as a shell takes it."""
    given = sys.argv[1:] if arguments is None else arguments
    return shlex.join(["python", "-m", module, *given])
