"""The state on the disk."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bridge.keeper import Keeper
from bridge.session import events
from bridge.session.session import Session
from metamaster.errors import DamagedSettings, OutputUnwritable, StateTaken

GAIN = "eq.mid.bell_1.gain_db"


def kept(path: Path, use: Callable[[Session], Awaitable[None]]) -> Session:
    """A session that was used while it was kept in that file."""
    session = Session()

    async def run() -> None:
        keeper = Keeper(session, path)
        await keeper.start()
        try:
            await use(session)
        finally:
            await keeper.stop()

    asyncio.run(run())
    return session


async def nothing(session: Session) -> None:
    return


async def saved(session: Session) -> None:
    """Waits until a change is on the disk."""
    done = asyncio.Event()
    session.bus.subscribe(lambda event: done.set() if isinstance(event, events.Saved) else None)
    await asyncio.wait_for(done.wait(), 60.0)


def test_a_change_is_on_the_disk_soon_without_being_asked_for(tmp_path: Path):
    path = tmp_path / "state.json"

    async def use(session: Session) -> None:
        session.set(GAIN, 2.0)
        await saved(session)
        assert json.loads(path.read_text())["settings"]["A"][GAIN] == 2.0

    kept(path, use)


def test_the_next_session_goes_on_where_this_one_ended(tmp_path: Path):
    async def use(session: Session) -> None:
        session.set(GAIN, 2.0)

    kept(tmp_path / "state.json", use)
    assert kept(tmp_path / "state.json", nothing).get(GAIN) == 2.0


def test_the_folder_is_made(tmp_path: Path):
    kept(tmp_path / "made" / "later" / "state.json", nothing)
    assert (tmp_path / "made" / "later" / "state.json").is_file()


def test_changes_are_gathered(tmp_path: Path):
    found = []

    async def use(session: Session) -> None:
        def hear(event: events.Event) -> None:
            if isinstance(event, events.Saved):
                found.append(json.loads((tmp_path / "state.json").read_text())["settings"]["A"][GAIN])

        session.bus.subscribe(hear)
        for step in range(1000):
            session.set(GAIN, step % 8)
        await saved(session)
        session.set(GAIN, -1.0)
        await saved(session)

    kept(tmp_path / "state.json", use)
    assert found == [7.0, -1.0]


def test_a_damaged_state_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "state.json"
    path.write_text('{"format": "metamaster-bridge-state"')
    with pytest.raises(DamagedSettings, match=r"state\.json"):
        kept(path, nothing)
    assert path.read_text() == '{"format": "metamaster-bridge-state"'


def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable):
        kept(tmp_path / "file" / "state.json", nothing)


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path, small_disk: int):
    path = tmp_path / "state.json"

    async def use(session: Session) -> None:
        session.set(GAIN, 1.0)
        await saved(session)
        troubles, told = list[events.Trouble](), asyncio.Event()

        def hear(event: events.Event) -> None:
            if isinstance(event, events.Trouble):
                troubles.append(event)
                told.set()

        session.bus.subscribe(hear)
        session.set_mix("x" * (2 * small_disk))
        await asyncio.wait_for(told.wait(), 60.0)
        assert troubles[0].code == "output_full"
        assert json.loads(path.read_text())["mix"] == ""
        session.set_mix("")

    kept(path, use)


def test_two_bridges_do_not_share_a_state(tmp_path: Path):
    path = tmp_path / "state.json"

    async def use(session: Session) -> None:
        second = Keeper(Session(), path)
        with pytest.raises(StateTaken, match="belongs to a bridge that runs already"):
            await second.start()
        await second.stop()

    kept(path, use)
    assert [one.name for one in tmp_path.iterdir()] == ["state.json"]
    kept(path, nothing)


def test_what_a_bridge_that_died_left_locks_nothing(tmp_path: Path):
    (tmp_path / ".state.json.lock").touch()
    kept(tmp_path / "state.json", nothing)
