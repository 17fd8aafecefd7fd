"""The outermost layer of a saved state: which format it is in, which version, and how older versions are read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from metamaster.schema import Misfit

FORMAT = "metamaster-bridge-state"
VERSION = 4
"""Raised whenever the release before could not read what this one writes, or would take it to mean something else."""

Content = Mapping[str, Any]
Migration = Callable[[Content], Content]


def _weighted_references(content: Content) -> Content:
    """Version 1 named references by their paths alone."""
    references = content.get("references", [])
    if not isinstance(references, list):
        raise Misfit("references is no list: correct it there.")
    return {**content, "references": [{"path": path, "weight": 1.0} for path in references]}


def _no_genre(content: Content) -> Content:
    """Up to version 2 the genre was a word for people to read; since then it is what adapting follows."""
    controls = content.get("controls", {})
    return {**content, "controls": {**controls, "genre": ""}} if isinstance(controls, dict) else content


def _as_loud_as_it_is(content: Content) -> Content:
    """Version 3 knew no level-matching: mix, A and B were as loud as they are."""
    return content


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _weighted_references, 2: _no_genre, 3: _as_loud_as_it_is})
"""For each earlier version, what turns its content (all but format and version) into that of the next."""


def current_content(raw: object, migrations: Mapping[int, Migration] = MIGRATIONS, version: int = VERSION) -> Content:
    """The content of a state as ``version`` has it, whatever version it was written in.

    Raises Misfit if it is no saved state or a later version's.
    """
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Misfit(f'it is not a saved state ("format": "{FORMAT}"): name one that metamaster bridge wrote.')
    written = raw.get("version")
    if not isinstance(written, int) or isinstance(written, bool) or written < 1:
        raise Misfit(f"its version is {written!r}, but must be a whole number from 1 to {version}.")
    if written > version:
        raise Misfit(
            f"it is from a later metamaster (state version {written}; this one reads up to {version}): "
            "update metamaster."
        )
    content: Content = {key: value for key, value in raw.items() if key not in ("format", "version")}
    for older in range(written, version):
        content = migrations[older](content)
    return content


def with_version(content: Content) -> Content:
    """The content as it is written to a file."""
    return {"format": FORMAT, "version": VERSION, **content}
