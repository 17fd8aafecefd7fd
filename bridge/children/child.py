"""Keeps a process of the bridge's own running, and outlives it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

_LONGEST_REPORT = 64_000_000
_LAST_WORDS_S = 1.0
"""How long a process that reports nothing more may take to end by itself."""
_PAUSES_S = (0.0, 1.0, 5.0, 30.0)
"""Before a process is started again that did not even get ready: longer each time."""


class Child:
    """``python -m module``, started again whenever it ends.

    ``hear`` is called with every line that it reports; whoever understands them sets ``ready`` when it is. ``lost`` is
    called when it ended: with its exit code (None where none could be started), and how many in a row were not ready.
    """

    def __init__(self, module: str, hear: Callable[[bytes], None], lost: Callable[[int | None, int], None]) -> None:
        self.ready = asyncio.Event()
        self._module, self._hear, self._lost = module, hear, lost
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def process_id(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process is not None else None

    def send(self, request: bytes) -> None:
        """One line to the process, if there is one."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(request + b"\n")

    def kill(self) -> None:
        """Ends the process at once; another one follows."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def start(self) -> None:
        """Starts the first process, without waiting for it to be ready."""
        self._task = asyncio.create_task(self._keep_running())

    async def stop(self) -> None:
        """Ends the process, and starts none any more."""
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
            self._lost(returncode, failures)

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
                # One that has ended is let be: a signal would look for it first, and take its exit code from asyncio.
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._process.wait(), _LAST_WORDS_S)
            finally:
                if self._process.returncode is None:
                    self.kill()
                await self._process.wait()
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
                try:
                    self._hear(line)
                except msgspec.MsgspecError:
                    return  # what nobody can read is no better than nothing
        finally:
            transport.close()


def reason(returncode: int | None) -> str:
    """Why a process ended, in a few words."""
    if returncode is None:
        return "no process could be started"
    if returncode < 0:
        return signal.Signals(-returncode).name
    return f"exit code {returncode}"


async def _spawn(module: str, reports: int) -> Process:
    # From the folder that holds this package, so that it is this very package which the process runs.
    package_parent = Path(__file__).resolve().parents[2]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=PIPE, stdout=reports, cwd=package_parent
    )
