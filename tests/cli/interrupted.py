"""``python -m tests.cli.interrupted SIGNAL PART SHARE WORDS…``: the command line, sending itself a signal some time."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from metamaster.cli import main, master_command
from metamaster.clock import Progress


@contextmanager
def until(number: int, part: str, share: float) -> Iterator[Progress]:
    """Progress that nobody sees, and that ends in a signal, once."""
    sent = []

    def tell(now: str, done: float) -> None:
        if now == part and done >= share and not sent:
            sent.append(now)
            os.kill(os.getpid(), number)

    yield tell


if __name__ == "__main__":
    moment = (signal.Signals[sys.argv[1]], sys.argv[2], float(sys.argv[3]))
    master_command.progress_bar = lambda quiet: until(*moment)
    sys.exit(main(sys.argv[4:]))
