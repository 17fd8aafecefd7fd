"""The bridge's side of the insert: it says what is wanted, hears the levels, and starts it again."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bridge.errors import ProgramAbsent
from bridge.live.service import LiveService
from bridge.live.status import Live, Status
from bridge.session.controls import LEVEL_MATCHED
from bridge.session.events import AspectChanged, Event, TransportChanged, Trouble
from bridge.session.meters import FileMeters
from bridge.session.session import Session
from tests.bridge.live.obedient import DIES, ENDS, FALLS_SILENT, LOUD, SOUNDS
from tests.bridge.worker.obedient import METERS


class Watched:
    """A session with an insert that obeys."""

    def __init__(self) -> None:
        self.session = Session()
        self.live = Live(self.session.bus)
        self.service = LiveService(self.session, self.live, module="tests.bridge.live.obedient")
        self.told: list[Event] = []
        self._changed = asyncio.Event()
        self.session.bus.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        self.told.append(event)
        self._changed.set()

    def trim(self, gain_db: float) -> None:
        self.session.set("trim.gain_db", gain_db)

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(60.0):
            while not holds():
                self._changed.clear()
                await self._changed.wait()


def watched(use: Callable[[Watched], Awaitable[None]]) -> None:
    async def run() -> None:
        one = Watched()
        await one.service.start()
        try:
            await use(one)
        finally:
            await one.service.stop()

    asyncio.run(run())


def test_it_begins_with_what_the_session_has():
    async def use(one: Watched) -> None:
        one.trim(5.0)
        one.session.set("bypass", 1)
        await one.until(lambda: one.live.status.state == "running")
        assert one.live.status == Status("running", "bypass True, A", 48000, 5, 255, 1)

    watched(use)


def test_changes_follow_and_so_does_the_other_slot():
    async def use(one: Watched) -> None:
        await one.until(lambda: one.live.status.state == "running")
        one.trim(3.0)
        await one.until(lambda: one.live.status.block_frames == 3)
        one.session.set("ab", 1)
        await one.until(lambda: one.live.status.block_frames == 0)

    watched(use)


def test_where_all_are_to_be_equally_loud_it_is_told_of_the_settings_not_heard():
    async def use(one: Watched) -> None:
        await one.until(lambda: one.live.status.client == "bypass False, A")
        one.session.set(LEVEL_MATCHED, 1)
        await one.until(lambda: one.live.status.client == "bypass False, A, beside 0")
        one.trim(4.0)
        one.session.copy_to_other()
        await one.until(lambda: one.live.status.client == "bypass False, A, beside 4")
        one.session.set("ab", "B")
        await one.until(lambda: one.live.status.client == "bypass False, B, beside 4")
        one.trim(SOUNDS)
        await one.until(lambda: one.live.turned_db == (-3.0, 0.0, -1.0))
        assert AspectChanged("turned") in one.told
        one.session.set(LEVEL_MATCHED, 0)
        one.trim(1.0)
        await one.until(lambda: one.live.status.client == "bypass False, B")
        assert one.live.turned_db == (0.0, 0.0, 0.0)

    watched(use)


def test_one_that_dies_is_started_again_and_gets_its_cables():
    async def use(one: Watched) -> None:
        await one.until(lambda: one.live.status.state == "running" and one.live.status.cables == 1)
        one.trim(DIES)
        await one.until(lambda: one.live.status.state == "starting")
        one.trim(1.0)
        await one.until(lambda: one.live.status.block_frames == 1)
        assert one.live.status.restarts >= 1
        assert one.live.status.cables >= 2
        (trouble, *_) = [event for event in one.told if isinstance(event, Trouble)]
        assert trouble.code == "worker_lost" and "SIGKILL" in trouble.sentence

    watched(use)


def test_one_that_ends_with_its_server_is_no_trouble():
    async def use(one: Watched) -> None:
        await one.until(lambda: one.live.status.state == "running")
        one.trim(ENDS)
        await one.until(lambda: one.live.status.state == "starting")
        one.trim(1.0)
        await one.until(lambda: one.live.status.block_frames == 1)
        assert one.live.status.restarts == 0
        assert not [event for event in one.told if isinstance(event, Trouble)]

    watched(use)


def test_the_meters_are_those_of_the_sound_while_there_is_any():
    async def use(one: Watched) -> None:
        file = FileMeters(METERS)
        one.session.set_meters(file)
        await one.until(lambda: one.live.status.state == "running")
        one.trim(SOUNDS)
        await one.until(lambda: one.session.meters is not file)
        assert one.session.meters is not None
        assert one.session.meters.name == "live"
        assert one.session.meters.read(12.0) == LOUD
        assert one.live.status.xruns == 7
        one.trim(FALLS_SILENT)
        await one.until(lambda: one.session.meters is file)

    watched(use)


def test_integrated_loudness_begins_with_the_song():
    async def use(one: Watched) -> None:
        await one.until(lambda: one.live.status.state == "running")
        one.session.bus.emit(TransportChanged(True, 120.0, "jack"))
        await one.until(lambda: one.live.status.state == "waiting")
        one.trim(1.0)
        await one.until(lambda: one.live.status.state == "running")
        one.live.restart_meters()
        await one.until(lambda: one.live.status.state == "waiting")

    watched(use)


def test_without_an_insert_there_is_nothing_to_restart():
    live = Live(Session().bus)
    assert live.status.state == "off"
    with pytest.raises(ProgramAbsent, match="--jack"):
        live.restart_meters()
