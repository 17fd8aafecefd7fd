"""A service: masters what is bounced into a folder, in the worker, one file after another."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bridge.desk import Desk
from bridge.errors import OutsideRoots, TooMany, code_of
from bridge.session import events
from bridge.session.job import Job
from bridge.watch.folder import Bounce, WatchedFolder
from metamaster.audio.atomic import atomic_text, reported
from metamaster.errors import BadOption, InputMissing, MetamasterError

SOURCE = "watch folder"
_LOOK_EVERY_S = 0.5


@dataclass(frozen=True)
class WatchOptions:
    """Where bounces come in and where masters go."""

    folder: Path
    out: Path


class WatchService:
    """Files that have stopped growing are mastered as the session has it at that time."""

    def __init__(self, desk: Desk, options: WatchOptions | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._options, self._clock = desk, options, clock
        self._waiting: deque[Bounce] = deque()
        self._current: tuple[int, Bounce] | None = None
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] | None = None

    async def start(self) -> None:
        """Begins to look; raises InputMissing, OutsideRoots, BadOption or OutputUnwritable."""
        if self._options is None:
            return
        folder, out = (self._inside(path) for path in (self._options.folder, self._options.out))
        if not folder.is_dir():
            raise InputMissing(f"{self._options.folder} is no folder to watch: create it first.")
        if folder == out:
            raise BadOption("Masters cannot go into the folder that is watched: name two folders (--watch IN OUT).")
        with reported(out):
            out.mkdir(parents=True, exist_ok=True)
        self._unsubscribe = self._desk.session.bus.subscribe(self._hear)
        self._task = asyncio.create_task(self._look(WatchedFolder(folder, out)))

    async def stop(self) -> None:
        """Looks no more; what is being mastered is given up with the worker."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _inside(self, path: Path) -> Path:
        try:
            return Path(self._desk.roots.resolved(str(path.absolute())))
        except OutsideRoots as error:
            raise OutsideRoots(f"The watch folder {error}") from error

    async def _look(self, watched: WatchedFolder) -> None:
        while True:
            self._waiting.extend(await asyncio.to_thread(watched.finished, self._clock()))
            if self._waiting and self._current is None:
                self._master(self._waiting.popleft())
            await asyncio.sleep(_LOOK_EVERY_S)

    def _master(self, bounce: Bounce) -> None:
        try:
            # What was there is older than the mix, or it would not be mastered again.
            job = self._desk.master(str(bounce.mix), str(bounce.master), overwrite=True, source=SOURCE)
        except TooMany:
            # Others keep the worker busy: in its turn.
            self._waiting.appendleft(bounce)
            return
        except MetamasterError as error:
            self._fail(bounce, str(error))
            return
        self._current = (job.number, bounce)

    def _hear(self, event: events.Event) -> None:
        if isinstance(event, events.JobChanged) and event.job.ended and self._current is not None:
            number, bounce = self._current
            if number == event.job.number:
                self._current = None
                self._ended(event.job, bounce)

    def _ended(self, job: Job, bounce: Bounce) -> None:
        if job.state == "done":
            with suppress(OSError, MetamasterError):
                self._note(bounce).unlink()
        else:
            self._fail(bounce, job.sentence)

    def _note(self, bounce: Bounce) -> Path:
        # Links may have been put there since it was begun.
        return Path(self._desk.roots.resolved(str(bounce.note.parent))) / bounce.note.name

    def _fail(self, bounce: Bounce, sentence: str) -> None:
        try:
            atomic_text(self._note(bounce), f"{sentence}\n", overwrite=True)
        except MetamasterError as error:
            self._desk.session.bus.emit(events.Trouble(code_of(error), str(error)))
