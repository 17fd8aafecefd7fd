"""The names of aspects; nothing heavy is imported here."""

from typing import Literal

Aspect = Literal["tone", "width", "dynamics", "plr"]
"""The aspects in which styles are compared."""

ASPECT_NAMES = ("tone", "dynamics", "width", "loudness")
"""The aspects that a user can ask for; dynamics includes the peak to loudness ratio."""
