"""The ways to master that stand side by side, each a command line of its own."""

import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from pkgutil import resolve_name
from types import MappingProxyType
from typing import cast

REPOSITORY = Path(__file__).resolve().parent.parent
"""Where the commands are run."""

Master = Callable[[Path, Path, Path], None]
"""Takes mix, reference and the path to write the master to."""

OURS = "ours"
MATCHERING = "matchering"

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "none": "benchmarks.baselines:none",
        "loudness_only": "benchmarks.baselines:loudness_only",
        "half_match_eq": "benchmarks.baselines:half_match_eq",
        MATCHERING: "benchmarks.peer:matchering_master",
    }
)
"""Where each method is, imported only when it runs, so that none pays for another's imports."""

OTHER_STYLES: Mapping[str, str] = MappingProxyType({"ours_learned": "learned"})
"""Ours with a way to tell style from content that is not the default: the method's name and that of the way."""

NAMES = (*METHODS, OURS, *OTHER_STYLES)


class MethodMissingError(Exception):
    """A method was asked for that does not exist or whose program is not installed."""


def master(method: str) -> Master:
    """The function that masters by a method other than ours."""
    return cast(Master, resolve_name(METHODS[method]))


def command(method: str, mix: Path, reference: Path, out: Path) -> list[str]:
    """The command line that runs a method as a whole process."""
    if method == OURS or method in OTHER_STYLES:
        style = ["--style", OTHER_STYLES[method]] if method in OTHER_STYLES else []
        job = [str(mix), "--reference", str(reference), "--out", str(out), "--bits", "24", "--quiet", *style]
        return [sys.executable, "-m", "metamaster", "master", *job]
    return [sys.executable, "-m", "benchmarks.one", method, str(mix), str(reference), str(out)]


def check_installed(methods: tuple[str, ...]) -> None:
    """Raise MethodMissingError, saying what to do, unless every method named can run here."""
    for method in methods:
        if method not in NAMES:
            raise MethodMissingError(f"There is no method called {method}: choose from {', '.join(NAMES)}.")
        if not _is_installed(method):
            raise MethodMissingError(
                f"{method} is not installed here: install the benchmark's extras with `pip install -e .[bench]`, "
                f"or leave it out with --methods."
            )


def _is_installed(method: str) -> bool:
    ours = dict.fromkeys((OURS, *OTHER_STYLES), ("metamaster", "metamaster.__main__"))
    modules = {**ours, MATCHERING: ("matchering",)}.get(method, ())
    return all(importlib.util.find_spec(module) is not None for module in modules)
