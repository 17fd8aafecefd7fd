"""A process's end of the line to the bridge.

Requests come in on standard input; reports leave by what was standard output. Whatever else anybody prints goes to
standard error, so that it cannot get between the reports.
"""

import os
import signal
import threading
from collections.abc import Iterator
from typing import BinaryIO


class Line:
    """One message a line, both ways; any thread may report."""

    def __init__(self, requests: BinaryIO, reports: BinaryIO) -> None:
        self._requests, self._reports = requests, reports
        self._writing = threading.Lock()

    def requests(self) -> Iterator[bytes]:
        """What the bridge wants, until it has gone."""
        yield from self._requests

    def tell(self, report: bytes) -> None:
        """Sends one report."""
        with self._writing:
            self._reports.write(report + b"\n")
            self._reports.flush()


def line_of_process() -> Line:
    """The line of a process that the bridge started."""
    # A Ctrl-C in the terminal is for the bridge, which then lets go of the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return Line(os.fdopen(0, "rb"), reports)
