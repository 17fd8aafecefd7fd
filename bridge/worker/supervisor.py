"""Gives a worker process one order at a time, and tells what becomes of each, whatever becomes of the worker."""

import asyncio
from collections import deque
from pathlib import Path

from bridge.children.child import Child, reason
from bridge.errors import WorkerLost, code_of
from bridge.session.job import MasterOrder, Order, RenderOrder, TeachOrder
from bridge.session.jobs import Jobs
from bridge.worker.leftovers import remove_leftovers
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
    decode_report,
    encode_request,
)

_GRACE_S = 3.0
"""How long a job may take to stop by itself before its process is ended."""
_HOPELESS = 2
"""After so many that did not get ready, jobs no longer wait for the next."""


class Supervisor:
    """The ``Runner`` of a session's jobs."""

    def __init__(self, jobs: Jobs, module: str = "bridge.worker") -> None:
        self._child = Child(module, lambda line: self._heard(decode_report(line)), self._lost)
        self.ready = self._child.ready
        self._jobs = jobs
        self._waiting: deque[Order] = deque()
        self._current: Order | None = None
        self._likely: tuple[str, ...] = ()
        self._given_up: set[int] = set()
        jobs.runner = self

    @property
    def process_id(self) -> int | None:
        """The worker's process, while there is one."""
        return self._child.process_id

    def submit(self, order: Order) -> None:
        """See ``Runner``."""
        self._waiting.append(order)
        # Not at once, so that whoever asked hears of the job before it hears that it runs.
        asyncio.get_running_loop().call_soon(self._next)

    def cancel(self, number: int) -> None:
        """See ``Runner``."""
        if self._current is not None and self._current.number == number:
            self._given_up.add(number)
            self._send(Cancel(number))
            asyncio.get_running_loop().call_later(_GRACE_S, self._insist, number)
            return
        self._waiting = deque(order for order in self._waiting if order.number != number)
        self._jobs.cancelled(number)

    def prepare(self, paths: tuple[str, ...]) -> None:
        """See ``Runner``."""
        self._likely = paths
        if self.ready.is_set():
            self._send(Prepare(paths))

    async def start(self) -> None:
        """Starts the first worker, without waiting for it to be ready."""
        await self._child.start()

    async def stop(self) -> None:
        """Ends the worker; what it was doing is given up, and what waits with it."""
        for order in self._waiting:
            self._jobs.cancelled(order.number)
        self._waiting.clear()
        await self._child.stop()
        if self._current is not None:
            # It had no time to clear up after itself.
            self._given_up.add(self._current.number)
            self._end_current(None)

    def _heard(self, report: Report) -> None:
        match report:
            case Ready():
                self.ready.set()
                if self._likely:
                    self._send(Prepare(self._likely))
                self._next()
                return
            case Progressed(number, part, share):
                self._jobs.progressed(number, part, share)
                return
            case Finished(number, result):
                self._jobs.finished(number, result)
            case Failed(number, code, sentence):
                self._jobs.failed(number, code, sentence)
            case Cancelled(number):
                self._jobs.cancelled(number)
        self._given_up.discard(report.number)
        self._current = None
        self._next()

    def _next(self) -> None:
        if self._current is None and self._waiting and self.ready.is_set():
            self._current = self._waiting.popleft()
            self._jobs.started(self._current.number)
            self._send(self._current)

    def _send(self, request: Request) -> None:
        self._child.send(encode_request(request))

    def _insist(self, number: int) -> None:
        if self._current is not None and self._current.number == number:
            self._child.kill()

    def _lost(self, returncode: int | None, failures: int) -> None:
        self._end_current(returncode)
        if failures >= _HOPELESS:
            self._give_up_waiting(returncode)

    def _end_current(self, returncode: int | None) -> None:
        order, self._current = self._current, None
        if order is None:
            return
        if isinstance(order, RenderOrder | MasterOrder | TeachOrder):
            remove_leftovers(Path(order.out))
        if order.number in self._given_up:
            self._given_up.discard(order.number)
            self._jobs.cancelled(order.number)
            return
        lost = WorkerLost(f"The worker ended in the middle of the job ({reason(returncode)}): ask for it again.")
        self._jobs.failed(order.number, code_of(lost), str(lost))

    def _give_up_waiting(self, returncode: int | None) -> None:
        lost = WorkerLost(f"The worker does not start ({reason(returncode)}): look at the bridge's terminal.")
        while self._waiting:
            self._jobs.failed(self._waiting.popleft().number, code_of(lost), str(lost))
