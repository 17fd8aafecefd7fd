"""Keeps the state on the disk: soon after every change, whole or not at all, and never in anybody's way."""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path

from bridge.errors import code_of
from bridge.lock import FileLock
from bridge.session import events
from bridge.session.session import Session
from bridge.session.state import chunk_of, restore
from metamaster.audio.atomic import atomic_bytes, reported
from metamaster.errors import DamagedSettings, MetamasterError
from metamaster.schema import Misfit
from metamaster.text_file import read_text, shown

DELAY_S = 0.1
"""How long changes are gathered before they are saved together."""
_AGAIN_S = 2.0
"""How long after a failure it is tried again."""
_KEPT = frozenset(("mix", "references", "preset", "dirty", "unheard"))
"""Aspects whose change is to be saved, as that of a control is."""


class Keeper:
    """A service: restores the session from a file when it starts, and saves it there from then on."""

    def __init__(self, session: Session, path: Path) -> None:
        self._session, self._path = session, path
        self._lock = FileLock(path)
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._saved = b""
        self._is_new = False
        # A save that was begun in another thread when the bridge ends must not come after the last one.
        self._saving = threading.Lock()

    async def start(self) -> None:
        """Takes over what was saved; raises StateTaken, DamagedSettings, OutputUnwritable or OutputFull."""
        with reported(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lock.take()
        self._is_new = not self._path.exists()
        if not self._is_new:
            try:
                restore(self._session, read_text(self._path))
            except Misfit as error:
                raise DamagedSettings(f"{shown(self._path)}: {error}") from error
        self._save(chunk_of(self._session))
        self._session.bus.subscribe(self._hear)
        self._task = asyncio.create_task(self._keep())

    def withdraw(self) -> None:
        """Takes a file away again that was not there before, of a bridge that could not start."""
        if self._is_new:
            self._is_new = False
            self._saved = chunk_of(self._session)
            # What kept the bridge from starting is what must be heard of.
            with suppress(OSError):
                self._path.unlink()

    async def stop(self) -> None:
        """Saves what is not saved yet."""
        try:
            if self._task is not None:
                self._task.cancel()
                with suppress(asyncio.CancelledError):
                    await self._task
                self._save(chunk_of(self._session))
        finally:
            self._lock.release()

    def _hear(self, event: events.Event) -> None:
        match event:
            case events.ControlChanged():
                self._changed.set()
            case events.AspectChanged(aspect) if aspect in _KEPT:
                self._changed.set()
            case _:
                pass

    async def _keep(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(DELAY_S)
            self._changed.clear()
            try:
                await asyncio.to_thread(self._save, chunk_of(self._session))
                self._session.bus.emit(events.Saved())
            except MetamasterError as error:
                self._session.bus.emit(events.Trouble(code_of(error), f"The state was not saved: {error}"))
                await asyncio.sleep(_AGAIN_S)
                self._changed.set()

    def _save(self, chunk: bytes) -> None:
        with self._saving:
            if chunk != self._saved:
                atomic_bytes(self._path, chunk, overwrite=True)
                self._saved = chunk
