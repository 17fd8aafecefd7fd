"""Commands that are imported when they are run."""

import argparse
from collections.abc import Callable

Run = Callable[[argparse.Namespace], None]


def lazily(module: str, name: str) -> Run:
    """What runs that function of that module."""

    def run(args: argparse.Namespace) -> None:
        import importlib

        getattr(importlib.import_module(module), name)(args)

    return run
