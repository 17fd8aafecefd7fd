"""The MIDI service: ports in and out, the session in between."""

import asyncio
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.desk import Desk
from bridge.errors import code_of
from bridge.midi.decoder import Turned
from bridge.midi.learner import WAIT_S, Learner
from bridge.midi.map_file import load_map, save_map
from bridge.midi.panel import Panel
from bridge.midi.ports import MidiOptions, Ports
from bridge.midi.reader import Reader
from bridge.session import events
from metamaster.config import config_path
from metamaster.errors import MetamasterError

_SENDS_PER_S = 50
LOOK_EVERY_S = 3.0
"""How often it is looked whether the ports named are there."""
_CHANGED = "midi_port_changed"
_MOST_WAITING = 8192
"""Messages that wait to be read; of a flood beyond that the oldest are dropped."""


@dataclass(frozen=True)
class MidiServiceOptions:
    """The ports, and the file of the map; without one the map of ``configs/midi.yaml`` is used and not written to."""

    ports: MidiOptions = field(default_factory=MidiOptions)
    map_file: Path | None = None


class MidiService:
    """A subscriber of the session whose clients are knobs; it does nothing where no ports are wanted."""

    def __init__(self, desk: Desk, options: MidiServiceOptions) -> None:
        self._desk, self._options = desk, options
        self._panel = Panel(desk)
        self._reader = Reader(desk, self._panel, self._learn)
        self._learner: Learner | None = None
        self._waiting: deque[tuple[Any, float]] = deque(maxlen=_MOST_WAITING)
        self._lock = threading.Lock()
        self._awake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ports: Ports | None = None
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._unfollow: list[Any] = []

    async def start(self) -> None:
        """Reads the map and opens the ports; raises BadConfig, UnknownPort or ProgramAbsent."""
        maps, path = self._desk.midi_maps, self._options.map_file
        maps.replace(load_map(path if path is not None and path.exists() else config_path("midi.yaml")))
        if not self._options.ports.wanted:
            return
        self._loop = asyncio.get_running_loop()
        self._panel.use_map()
        self._unfollow = [maps.follow(self._map_changed), self._desk.session.bus.subscribe(self._told)]
        self._ports = await asyncio.to_thread(Ports, self._options.ports, self.hear)
        self._tasks = (
            asyncio.create_task(self._run(self._ports)),
            *((asyncio.create_task(self._look(self._ports)),) if self._options.ports.named else ()),
        )

    async def stop(self) -> None:
        """Closes the ports."""
        for unfollow in self._unfollow:
            unfollow()
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if self._ports is not None:
            await asyncio.to_thread(self._ports.close)
            self._ports = None

    def hear(self, message: Any) -> None:
        """Takes a message from any thread."""
        with self._lock:
            first = not self._waiting
            self._waiting.append((message, time.monotonic()))
        if first and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._read_all)

    def _read_all(self) -> None:
        while self._waiting:
            with self._lock:
                message, time_s = self._waiting.popleft()
            try:
                self._reader.read(message, time_s)
            except MetamasterError as error:
                self._desk.session.bus.emit(events.Trouble(code_of(error), str(error)))
        self._awake.set()

    def _told(self, event: events.Event) -> None:
        if isinstance(event, events.ControlChanged):
            self._panel.changed(event.name, event.source)
            self._awake.set()

    async def _run(self, ports: Ports) -> None:
        while True:
            self._reader.tick(time.monotonic())
            for message in list(self._panel.to_send()):
                ports.send(message)
            if not self._panel.has_more and not self._desk.transport.rolling:
                self._awake.clear()
                await self._awake.wait()
            await asyncio.sleep(1.0 / _SENDS_PER_S)

    async def _look(self, ports: Ports) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                changes = await asyncio.to_thread(ports.look)
            except MetamasterError as error:
                self._desk.session.bus.emit(events.Trouble(code_of(error), str(error)))
                continue
            for said in changes:
                self._desk.session.bus.emit(events.Trouble(_CHANGED, said))
            if changes:
                # What is back shows nothing of what became of the session meanwhile.
                self._panel.use_map()
                self._awake.set()

    # Learning.

    def _learn(self, found: list[Turned]) -> bool:
        armed = self._desk.midi_maps.armed
        if armed is None:
            self._learner = None
            return False
        if self._learner is None and self._loop is not None:
            self._learner = Learner(armed)
            self._loop.call_later(WAIT_S, self._decide, self._learner)
        if self._learner is not None:
            knob = self._learner.heard(found)
            if knob is not None:
                self._learner = None
                self._desk.midi_maps.learn(knob)
        return True

    def _decide(self, learner: Learner) -> None:
        knob = learner.decided()
        if learner is self._learner:
            self._learner = None
            if knob is not None and self._desk.midi_maps.armed is not None:
                self._desk.midi_maps.learn(knob)

    def _map_changed(self) -> None:
        self._panel.use_map()
        self._awake.set()
        path, current = self._options.map_file, self._desk.midi_maps.current
        if path is not None:
            try:
                save_map(path, current, overwrite=True)
            except MetamasterError as error:
                self._desk.session.bus.emit(events.Trouble(code_of(error), f"The map was not saved: {error}"))
