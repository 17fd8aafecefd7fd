"""Keeps a worker process running, gives it one order at a time, and outlives it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO

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

_LONGEST_REPORT = 64_000_000
_GRACE_S = 3.0
"""How long a job may take to stop by itself before its process is ended."""
_PAUSES_S = (0.0, 1.0, 5.0, 30.0)
"""Before a worker is started again that did not even get ready: longer each time."""
_HOPELESS = 2
"""After so many that did not get ready, jobs no longer wait for the next."""


class Supervisor:
    """The ``Runner`` of a session's jobs."""

    def __init__(self, jobs: Jobs, module: str = "bridge.worker") -> None:
        self._module = module
        self.ready = asyncio.Event()
        self._jobs = jobs
        self._waiting: deque[Order] = deque()
        self._current: Order | None = None
        self._likely: tuple[str, ...] = ()
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._given_up: set[int] = set()
        jobs.runner = self

    @property
    def process_id(self) -> int | None:
        """The worker's process, while there is one."""
        return self._process.pid if self._process is not None else None

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
        self._task = asyncio.create_task(self._keep_running())

    async def stop(self) -> None:
        """Ends the worker; what it was doing is given up."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_running(self) -> None:
        failures = 0
        while True:
            await asyncio.sleep(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])
            returncode = await self._run_one()
            failures = 0 if self.ready.is_set() else failures + 1
            self.ready.clear()
            self._lost(returncode)
            if failures >= _HOPELESS:
                self._give_up_waiting(returncode)

    async def _run_one(self) -> int | None:
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as reports:
            try:
                self._process = await _spawn(self._module, writing)
            except OSError:
                return None  # the system has no room for a process; perhaps it has later
            finally:
                os.close(writing)
            try:
                await self._follow(reports)
            finally:
                await self._end(self._process)
                returncode, self._process = self._process.returncode, None
        return returncode

    async def _follow(self, reports: IO[bytes]) -> None:
        reader = asyncio.StreamReader(limit=_LONGEST_REPORT)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), reports)
        try:
            while line := await reader.readline():
                if not line.endswith(b"\n"):
                    return  # it ended while it wrote
                self._heard(decode_report(line))
        finally:
            transport.close()

    async def _end(self, process: Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()

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
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(encode_request(request) + b"\n")

    def _insist(self, number: int) -> None:
        if self._current is not None and self._current.number == number and self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def _lost(self, returncode: int | None) -> None:
        order, self._current = self._current, None
        if order is None:
            return
        if isinstance(order, RenderOrder | MasterOrder | TeachOrder):
            remove_leftovers(Path(order.out))
        if order.number in self._given_up:
            self._given_up.discard(order.number)
            self._jobs.cancelled(order.number)
            return
        lost = WorkerLost(f"The worker ended in the middle of the job ({_reason(returncode)}): ask for it again.")
        self._jobs.failed(order.number, code_of(lost), str(lost))

    def _give_up_waiting(self, returncode: int | None) -> None:
        lost = WorkerLost(f"The worker does not start ({_reason(returncode)}): look at the bridge's terminal.")
        while self._waiting:
            self._jobs.failed(self._waiting.popleft().number, code_of(lost), str(lost))


async def _spawn(module: str, reports: int) -> Process:
    # From the folder that holds this package, so that it is this very package which the worker runs.
    package_parent = Path(__file__).resolve().parents[2]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=PIPE, stdout=reports, cwd=package_parent
    )


def _reason(returncode: int | None) -> str:
    if returncode is None:
        return "no process could be started"
    if returncode < 0:
        return signal.Signals(-returncode).name
    return f"exit code {returncode}"
