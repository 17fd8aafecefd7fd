"""Where in a song one can be, whoever says so."""

from bridge.errors import OutOfRange

LONGEST_S = 1e6
"""No song is longer: eleven days."""


def checked_position(seconds: float) -> float:
    """Seconds from the beginning of the song, as they are given; raises OutOfRange."""
    if not 0.0 <= seconds <= LONGEST_S:
        raise OutOfRange(f"The position is {seconds:g} s: give 0 to {LONGEST_S:g}.")
    return seconds
