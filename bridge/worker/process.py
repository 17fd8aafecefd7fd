"""The worker's own process: takes orders one after another and tells how they go.

Orders come in on standard input; reports leave by what was standard output. Whatever else anybody prints goes to
standard error, so that it cannot get between the reports.
"""

import os
import queue
import signal
import threading
import time
from typing import BinaryIO

from bridge.errors import code_of
from bridge.session.job import Order
from bridge.worker.ears import Ears
from bridge.worker.messages import (
    Cancel,
    Cancelled,
    Failed,
    Finished,
    Prepare,
    Progressed,
    Ready,
    Report,
    Request,
    decode_request,
    encode_report,
)
from bridge.worker.tasks import perform
from bridge.worker.warmth import warm
from metamaster.errors import MetamasterError

PROGRESS_EVERY_S = 0.05
_NICENESS = 5
"""So that what a person turns is never kept waiting by a render."""
_PATIENCE_S = 5.0
"""How long a job may take to clear up after itself when the bridge has gone."""


class _GivenUp(Exception):
    """Unwinds a job that was cancelled, so that it clears up after itself."""


class Line:
    """The line to the bridge: two pipes, a thread that listens, and what was asked for last."""

    def __init__(self, requests: BinaryIO, reports: BinaryIO) -> None:
        self.waiting: queue.SimpleQueue[Order | Prepare] = queue.SimpleQueue()
        self._requests, self._reports = requests, reports
        self._given_up: set[int] = set()
        self._gone = threading.Event()

    def listen(self) -> None:
        """Reads what the bridge wants until it has gone; then ends the process."""
        for line in self._requests:
            request: Request = decode_request(line)
            if isinstance(request, Cancel):
                self._given_up.add(request.number)
            else:
                self.waiting.put(request)
        self._gone.set()
        time.sleep(_PATIENCE_S)
        os._exit(0)

    def tell(self, report: Report) -> None:
        """Sends one report."""
        self._reports.write(encode_report(report) + b"\n")
        self._reports.flush()

    def heed(self, number: int | None) -> None:
        """Raises ``_GivenUp`` if that job was cancelled, or if nobody is left to do it for."""
        if self._gone.is_set() or number in self._given_up:
            raise _GivenUp


def run(requests: BinaryIO, reports: BinaryIO) -> None:
    """Makes everything ready, then works until the bridge has gone."""
    line, ears = Line(requests, reports), Ears()
    threading.Thread(target=line.listen, daemon=True).start()
    warm()
    line.tell(Ready())
    while True:
        wanted = line.waiting.get()
        if isinstance(wanted, Prepare):
            _listen_ahead(wanted, ears, line)
        else:
            line.tell(_outcome(wanted, ears, line))


def _outcome(order: Order, ears: Ears, line: Line) -> Report:
    told_s, told_part = 0.0, ""

    def progress(part: str, share: float) -> None:
        nonlocal told_s, told_part
        line.heed(order.number)
        now = time.monotonic()
        if part != told_part or now - told_s >= PROGRESS_EVERY_S:
            told_s, told_part = now, part
            line.tell(Progressed(order.number, part, share))

    try:
        progress("", 0.0)
        return Finished(order.number, perform(order, ears, progress))
    except _GivenUp:
        return Cancelled(order.number)
    except MetamasterError as error:
        return Failed(order.number, code_of(error), str(error))


def _listen_ahead(wanted: Prepare, ears: Ears, line: Line) -> None:
    for path in wanted.paths:
        try:
            ears.listen([path], lambda _: line.heed(None))
        except (MetamasterError, _GivenUp):
            # Whoever asks for the file hears of it then.
            return


def main() -> None:
    """The process that ``bridge.worker.supervisor`` starts."""
    # A Ctrl-C in the terminal is for the bridge, which then lets go of the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    run(os.fdopen(0, "rb"), reports)
