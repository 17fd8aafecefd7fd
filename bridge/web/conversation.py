"""One panel's WebSocket: does what it asks for, and tells it what changes."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from bridge.desk import Desk
from bridge.errors import MalformedPacket, UnknownControl, code_of
from bridge.http.outbox import Outbox
from bridge.session.controls import CHAIN_NAMES, CONTROLS
from bridge.session.position import checked_position
from bridge.session.scale import checked
from bridge.web import requests as asked
from bridge.web.browse import SUFFIXES, folder
from bridge.web.feed import Feed
from bridge.web.studies import Studies
from bridge.web.view import View
from metamaster.errors import MetamasterError

_Act = Callable[[Any], object]


class Conversation:
    """A subscriber of the session; what it refuses, it says."""

    def __init__(self, desk: Desk, studies: Studies, name: str, outbox: Outbox) -> None:
        self._desk, self._session, self._studies, self._name = desk, desk.session, studies, name
        self._feed = Feed(View(desk, studies), outbox)
        self._acts = {**self._on_session(), **self._on_desk()}
        self._feed.begin()
        self._unsubscribe = desk.session.bus.subscribe(self._feed.hear)

    async def hear(self, message: str | bytes) -> None:
        """See ``bridge.http.sockets.Talk``."""
        try:
            request = asked.decode(message)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            refused = MalformedPacket(f"That is nothing that a panel can ask for: {error}.")
            self._feed.refuse(code_of(refused), str(refused))
            return
        try:
            await self._do(request)
        except MetamasterError as error:
            self._feed.refuse(code_of(error), str(error))
            if isinstance(request, asked.Set) and request.name in CONTROLS:
                self._feed.correct(request.name, self._session.get(request.name))

    def end(self) -> None:
        """See ``bridge.http.sockets.Talk``."""
        self._unsubscribe()
        self._feed.end()
        self._session.end_all(self._name)

    async def _do(self, request: asked.Request) -> None:
        done = self._acts[type(request)](request)
        if isinstance(done, Awaitable):
            await done

    def _on_session(self) -> dict[type, _Act]:
        session, name = self._session, self._name
        return {
            asked.Set: lambda one: self._set(one.name, one.value),
            asked.Move: lambda one: self._move(one.label, one.values),
            asked.Moved: lambda one: session.history.close((name, one.label)),
            asked.Reset: lambda one: self._reset(one.names),
            asked.Begin: lambda one: session.begin(one.name, name),
            asked.End: lambda one: session.end(one.name, name),
            asked.Undo: lambda _: session.undo(),
            asked.Redo: lambda _: session.redo(),
            asked.Copy: lambda _: session.copy_to_other(name),
            asked.Cancel: lambda one: session.jobs.cancel(one.number),
            asked.Position: lambda one: self._go(one.seconds),
        }

    def _on_desk(self) -> dict[type, _Act]:
        desk, name = self._desk, self._name
        return {
            asked.Mix: lambda one: desk.set_mix(one.path, name),
            asked.AddReference: lambda one: desk.add_reference(one.path, one.weight, name),
            asked.RemoveReference: lambda one: desk.remove_reference(one.path, name),
            asked.Adapt: lambda _: desk.adapt(name),
            asked.Render: lambda one: desk.render(one.path, one.overwrite, name),
            asked.Analyse: lambda _: self._analyse(),
            asked.LoadPreset: lambda one: desk.load_preset(one.name, name),
            asked.SavePreset: lambda one: desk.save_preset(one.name),
            asked.DeletePreset: lambda one: desk.delete_preset(one.name),
            asked.SaveGenre: lambda one: desk.genres.save(one.name, name),
            asked.DeleteGenre: lambda one: desk.genres.delete(one.name),
            asked.Browse: self._browse,
        }

    async def _browse(self, one: asked.Browse) -> None:
        self._feed.answer("folder", await asyncio.to_thread(folder, self._desk.roots, one.path, SUFFIXES[one.kind]))

    def _set(self, name: str, value: float | str) -> None:
        with self._setting((name,)):
            taken = self._session.set(name, value, self._name)
        if taken != value:
            # Text became a number, or digits were rounded off.
            self._feed.correct(name, taken)

    def _move(self, label: str, values: dict[str, float]) -> None:
        session = self._session
        for name in values:
            if name not in CHAIN_NAMES:
                raise UnknownControl(f"There is no control {name[:80]!r} of the chain to move.")
        changes = {f"{session.slot}/{name}": checked(CONTROLS[name], value) for name, value in values.items()}
        with self._setting(values):
            session.edit(label[:80], changes, self._name, token=(self._name, label), held=True)

    @contextmanager
    def _setting(self, names: Collection[str]) -> Iterator[None]:
        self._feed.setting = names
        try:
            yield
        finally:
            self._feed.setting = ()

    def _reset(self, names: tuple[str, ...]) -> None:
        with self._session.together():
            for name in names:
                if name in CONTROLS:
                    self._session.set(name, CONTROLS[name].default, self._name)

    def _go(self, seconds: float | None) -> None:
        self._session.set_position(None if seconds is None else checked_position(seconds))

    def _analyse(self) -> None:
        references = [one.path for one in self._session.references if not self._studies.known(one.path)]
        for path in references:
            self._desk.analyse(path, self._name)
        if self._session.mix or not references:
            # Last, so that it is the mix whose levels the meters show then.
            self._desk.analyse("", self._name)
