"""A service: records and plays automation while the song rolls, and keeps it on the disk beside the state."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bridge.automation.automation import Automation
from bridge.automation.files import json_bytes, lanes_in
from bridge.automation.recorder import Recorder
from bridge.errors import code_of
from bridge.session import events
from bridge.session.session import Session
from bridge.transport.transport import Transport
from metamaster.audio.atomic import atomic_bytes
from metamaster.chain.lanes import value_at
from metamaster.errors import MetamasterError

SOURCE = "automation"
MODE = "automation"
_OFF, _RECORD = 0.0, 2.0
_STEPS_PER_S = 50
_DELAY_S = 0.2
_AGAIN_S = 2.0
"""How long after a failure it is tried again."""


class AutomationService:
    """Follows the control ``automation`` (off, play, record), the transport and all changes.

    Lanes are kept at ``path``; what lies at ``formerly`` is taken over where nothing is there yet.
    """

    def __init__(
        self, session: Session, transport: Transport, automation: Automation, path: Path, formerly: Path | None = None
    ) -> None:
        self._session, self._transport, self._automation = session, transport, automation
        self._path, self._formerly = path, formerly
        self._recorder = Recorder(session, transport, automation)
        self._rolls, self._changed = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._held: set[str] = set()
        self._unsubscribe: Callable[[], None] | None = None
        self._kept = automation.lanes
        # A save that was begun in another thread when the bridge ends must not meet the last one.
        self._saving = threading.Lock()

    async def start(self) -> None:
        """Takes over what was kept; raises DamagedSettings."""
        if self._path.exists():
            self._automation.replace(lanes_in(self._path))
            self._kept = self._automation.lanes
        elif self._formerly is not None and self._formerly.exists():
            self._automation.replace(lanes_in(self._formerly))
            self._changed.set()
        self._unsubscribe = self._session.bus.subscribe(self._hear)
        self._tasks = [asyncio.create_task(self._play()), asyncio.create_task(self._keep())]

    async def stop(self) -> None:
        """Ends a pass that is under way, and keeps what is not kept yet."""
        self._finish()
        if self._unsubscribe is not None:
            self._unsubscribe()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._save()

    def _hear(self, event: events.Event) -> None:
        match event:
            case events.ControlChanged(name=name) if name == MODE:
                self._finish()
            case events.ControlChanged(name, float(value), source) if source != SOURCE:
                recording = self._session.get(MODE) == _RECORD and self._transport.rolling and source != ""
                self._recorder.moved(name, value, recording)
            case events.TransportChanged(rolling=True):
                self._rolls.set()
            case events.TransportChanged(rolling=False):
                self._finish()
            case events.AspectChanged("automation"):
                self._changed.set()
            case _:
                pass

    def _finish(self) -> None:
        try:
            self._recorder.finish()
        except MetamasterError as error:
            self._session.bus.emit(events.Trouble(code_of(error), f"The pass was not kept: {error}"))
        for name in self._held:
            self._session.end(name, SOURCE)
        self._held.clear()

    async def _play(self) -> None:
        while True:
            await self._rolls.wait()
            while self._transport.rolling:
                self.step()
                await asyncio.sleep(1.0 / _STEPS_PER_S)
            self._rolls.clear()

    def step(self) -> None:
        """Sets every control that has a lane to where the lane is now, but for those that a hand is recording."""
        if self._session.get(MODE) == _OFF:
            return
        now_s, touched = self._transport.position_s, self._recorder.touched
        for name, points in self._automation.lanes.items():
            if name in touched:
                continue
            if name not in self._held:
                # One step to undo for the whole pass.
                self._held.add(name)
                self._session.begin(name, SOURCE)
            self._session.set(name, value_at(name, points, now_s), SOURCE)

    async def _keep(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(_DELAY_S)
            self._changed.clear()
            try:
                await asyncio.to_thread(self._save)
            except MetamasterError as error:
                self._session.bus.emit(events.Trouble(code_of(error), f"The automation was not kept: {error}"))
                await asyncio.sleep(_AGAIN_S)
                self._changed.set()

    def _save(self) -> None:
        with self._saving:
            lanes = self._automation.lanes
            if lanes != self._kept:
                atomic_bytes(self._path, json_bytes(lanes), overwrite=True)
                self._kept = lanes
