"""The worker's own process: takes orders one after another and tells how they go."""

import os
import queue
import threading
import time

from bridge.children.line import Line, line_of_process
from bridge.errors import code_of
from bridge.session.job import AdaptOrder, Order, TeachOrder
from bridge.worker import messages
from bridge.worker.ears import Ears
from bridge.worker.tasks import perform
from bridge.worker.warmth import warm
from metamaster.errors import MetamasterError

PROGRESS_EVERY_S = 0.05
_NICENESS = 5
"""So that what a person turns is never kept waiting by a render."""
_PATIENCE_S = 5.0
"""How long a job may take to clear up after itself when the bridge has gone."""


class _GivenUp(Exception):
    """Unwinds a job that was cancelled, so that it clears up after itself, or listening that is not wanted now."""


class Orders:
    """What the bridge wants: a thread that listens, what waits to be done, and what was given up."""

    def __init__(self, line: Line) -> None:
        self.waiting: queue.SimpleQueue[Order | messages.Prepare] = queue.SimpleQueue()
        self._line = line
        self._given_up: set[int] = set()
        self._gone = threading.Event()
        self._likely: messages.Prepare | None = None
        self._order: Order | None = None

    def listen(self) -> None:
        """Reads what the bridge wants until it has gone; then ends the process."""
        for line in self._line.requests():
            self.take(messages.decode_request(line))
        self._gone.set()
        time.sleep(_PATIENCE_S)
        os._exit(0)

    def take(self, request: messages.Request) -> None:
        """Puts what the bridge wants in its turn; what is listened to ahead in vain gives way at once."""
        match request:
            case messages.Cancel(number):
                self._given_up.add(number)
                return
            case messages.Prepare():
                self._likely = request
            case _:
                self._order = request
        self.waiting.put(request)

    def done(self, order: Order) -> None:
        """Nothing need give way to that order any more."""
        if self._order is order:
            self._order = None

    def tell(self, report: messages.Report) -> None:
        """Sends one report."""
        self._line.tell(messages.encode_report(report))

    def heed(self, number: int | None) -> None:
        """Raises ``_GivenUp`` if that job was cancelled, or if nobody is left to do it for."""
        if self._gone.is_set() or number in self._given_up:
            raise _GivenUp

    def heed_ahead(self, path: str) -> None:
        """Raises ``_GivenUp`` if that file is not likely to be adapted any more, or of no use to a waiting order."""
        self.heed(None)
        likely, order = self._likely, self._order
        if likely is None or path not in likely.paths or (order is not None and path not in _listened_to(order)):
            raise _GivenUp

    def later(self, wanted: messages.Prepare) -> None:
        """Listens ahead after the order that has come in between; unless other files are likely by now."""
        if wanted is self._likely and not self._gone.is_set():
            self.waiting.put(wanted)


def _listened_to(order: Order) -> tuple[str, ...]:
    match order:
        case AdaptOrder(mix=mix, references=references):
            return (mix, *(one.path for one in references))
        case TeachOrder(references=references):
            return tuple(one.path for one in references)
        case _:
            return ()


def run(line: Line) -> None:
    """Makes everything ready, then works until the bridge has gone."""
    orders, ears = Orders(line), Ears()
    threading.Thread(target=orders.listen, daemon=True).start()
    warm()
    orders.tell(messages.Ready())
    while True:
        wanted = orders.waiting.get()
        if isinstance(wanted, messages.Prepare):
            listen_ahead(wanted, ears, orders)
        else:
            outcome = _outcome(wanted, ears, orders)
            orders.done(wanted)
            orders.tell(outcome)


def _outcome(order: Order, ears: Ears, orders: Orders) -> messages.Report:
    told_s, told_part = 0.0, ""

    def progress(part: str, share: float) -> None:
        nonlocal told_s, told_part
        orders.heed(order.number)
        now = time.monotonic()
        if part != told_part or now - told_s >= PROGRESS_EVERY_S:
            told_s, told_part = now, part
            orders.tell(messages.Progressed(order.number, part, share))

    try:
        progress("", 0.0)
        return messages.Finished(order.number, perform(order, ears, progress))
    except _GivenUp:
        return messages.Cancelled(order.number)
    except MetamasterError as error:
        return messages.Failed(order.number, code_of(error), str(error))


def listen_ahead(wanted: messages.Prepare, ears: Ears, orders: Orders) -> None:
    """Listens to the files that are likely to be adapted, for as long as nothing else is to be done first."""
    for path in wanted.paths:

        def heed(_: float, path: str = path) -> None:
            orders.heed_ahead(path)

        try:
            heed(0.0)
            ears.listen([path], heed)
        except MetamasterError:
            continue  # whoever asks for the file hears of it then
        except _GivenUp:
            orders.later(wanted)
            return


def main() -> None:
    """The process that ``bridge.worker.supervisor`` starts."""
    line = line_of_process()
    os.nice(_NICENESS)
    run(line)
