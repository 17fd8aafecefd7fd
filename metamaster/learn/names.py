"""The names of the rules of adaptation; nothing heavy is imported here."""

from metamaster.errors import BadOption

LEVENBERG_MARQUARDT = "levenberg-marquardt"
RULE_NAMES = (LEVENBERG_MARQUARDT, "radam")


def refuse_unknown(rule: str) -> None:
    """Raises BadOption for a name that is no rule's."""
    if rule not in RULE_NAMES:
        raise BadOption(f"There is no rule {rule!r}: choose from {', '.join(RULE_NAMES)}.")
