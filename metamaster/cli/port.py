"""Ports as people name them."""

from metamaster.errors import BadOption

_HIGHEST = 65535


def checked_port(option: str, port: int, lowest: int = 1) -> int:
    """The port; raises BadOption for what is none, of which the system would silently take another."""
    if not lowest <= port <= _HIGHEST:
        raise BadOption(f"{option} is {port}: give {lowest} to {_HIGHEST}.")
    return port
