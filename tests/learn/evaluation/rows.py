"""Rows as an evaluation writes them, made up."""

from metamaster.learn.evaluation.journal import Row
from metamaster.learn.evaluation.metrics import ASPECTS
from metamaster.learn.evaluation.trial import TrialKey


def row(name: str, error_db: float, split: str = "held-out", number: int = 0, steps: int = 0, **more: object) -> Row:
    """A row whose error is the same in every aspect."""
    told = {
        "key": TrialKey(split, 1, number),
        "genre": "rock",
        "engineer": "chain",
        "same_song": False,
        "row": name,
        "mark": "",
        "steps": steps,
        "seconds": 0.5,
        "failure": "",
        "errors": dict.fromkeys(ASPECTS, error_db),
        "controls": float("nan"),
    }
    return Row(**(told | more))  # type: ignore[arg-type]
