"""The names of the rules of adaptation and of what a model is made of; nothing heavy is imported here."""

from typing import Literal

from metamaster.errors import BadOption

LEVENBERG_MARQUARDT = "levenberg-marquardt"
World = Literal["frames", "audio"]
"""What adaptation looks at: the band model of the chain, or the chain's true render."""
Base = Literal["nothing", "style-difference", "learned"]
"""What the predictor adds to: nothing, the stated style difference, or the style model's."""
Order = Literal["first", "second"]
RULE_NAMES = (LEVENBERG_MARQUARDT, "radam")


def refuse_unknown(rule: str) -> None:
    """Raises BadOption for a name that is no rule's."""
    if rule not in RULE_NAMES:
        raise BadOption(f"There is no rule {rule!r}: choose from {', '.join(RULE_NAMES)}.")
