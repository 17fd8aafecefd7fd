"""A family of rows: a way to master, judged after one or several counts of steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from metamaster.chain.settings import Settings
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.trial import Stereo


class AttemptFailed(Exception):
    """Other software gave up on a trial; the message is its own."""


class Attempt(NamedTuple):
    """What a way to master came to, after so many steps and seconds: a chain to deliver, or finished sound."""

    steps: int
    seconds: float
    result: Settings | Stereo
    target_lufs: float | None = None
    """Where another loudness than the reference's is to be delivered."""


@dataclass(frozen=True)
class Family:
    """A way to master; ``attempt`` gives nothing where it has nothing to say on a trial.

    ``mark`` tells versions apart, such as two model files under one name.
    """

    name: str
    about: str
    attempt: Callable[[Heard], Sequence[Attempt]]
    mark: str = ""

    @property
    def key(self) -> str:
        """What its rows are kept under."""
        return f"{self.name} {self.mark}".strip()
