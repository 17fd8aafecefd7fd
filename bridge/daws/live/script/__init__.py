"""metamaster in Ableton Live (11 or later): Live calls ``create_instance`` where this script is chosen.

Whole folder: User Library/Remote Scripts/metamaster. Written for the Python that Live has within it, 3.7 or later.
"""

from __future__ import annotations


def create_instance(c_instance: object) -> object:
    """What Live asks every script for."""
    # Not at the top: outside Live there is no such framework, and the rest can be tried out without it.
    from .surface import Metamaster  # noqa: PLC0415

    return Metamaster(c_instance)
