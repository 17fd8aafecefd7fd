"""The outermost layer of a settings file: which format it is in, which version, and how older versions are read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from metamaster.schema import Misfit

FORMAT = "metamaster-settings"
VERSION = 2
"""Raised whenever a file that this release writes could not be read, or would sound otherwise, in the one before."""

Content = Mapping[str, Any]
Migration = Callable[[Content], Content]


def _without_uncertainty(content: Content) -> Content:
    """Version 1 knew nothing of uncertainty, which is optional: what it has stands as it is."""
    return content


MIGRATIONS: Mapping[int, Migration] = MappingProxyType({1: _without_uncertainty})
"""For each earlier version, what turns its content (all but format and version) into that of the next."""


def current_content(raw: object) -> Content:
    """The content of a file as ``VERSION`` has it, whatever version it was written in.

    Raises Misfit if it is no settings file or a later version's.
    """
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Misfit(f'it is not a settings file ("format": "{FORMAT}"): name one that metamaster wrote.')
    version = _checked_version(raw.get("version"))
    content: Content = {key: value for key, value in raw.items() if key not in ("format", "version")}
    for older in range(version, VERSION):
        content = MIGRATIONS[older](content)
    return content


def with_version(content: Content) -> Content:
    """The content as it is written to a file."""
    return {"format": FORMAT, "version": VERSION, **content}


def _checked_version(version: object) -> int:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Misfit(f"its version is {version!r}, but must be a whole number from 1 to {VERSION}.")
    if version > VERSION:
        raise Misfit(
            f"it is from a later metamaster (settings version {version}; this one reads up to {VERSION}): "
            "update metamaster."
        )
    return version
