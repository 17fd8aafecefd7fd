"""Where the time of a job goes, and how far it is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, float], None]
"""Told the name of the part of the job that runs and the share of it that is done, 0 to 1."""


def silent(part: str, share: float) -> None:
    """Progress that nobody watches."""


class Stopwatch:
    """Wall seconds by part of the job."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, part: str) -> Iterator[None]:
        """Counts the time inside towards that part."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - start
