"""A watch folder: bounces in, masters out, or a sentence that says why not."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.desk import Desk
from bridge.errors import OutsideRoots
from bridge.session.job import Job, Mastered, MasterOrder
from bridge.session.jobs import MOST_AT_ONCE
from bridge.watch import service
from bridge.watch.folder import STILL_S, Bounce, WatchedFolder
from bridge.watch.service import WatchOptions, WatchService
from metamaster.errors import BadOption, InputMissing
from tests.bridge.clock import Clock
from tests.bridge.conftest import Crank


@pytest.fixture
def bounces(root: Path) -> Path:
    folder = root / "bounces"
    folder.mkdir()
    return folder


@pytest.fixture
def masters(root: Path) -> Path:
    folder = root / "masters"
    folder.mkdir()
    return folder


def test_a_file_that_grows_is_left_alone_until_it_stops(bounces: Path, masters: Path):
    watched, song = WatchedFolder(bounces, masters), bounces / "song.wav"
    bounce = Bounce(song, masters / "song")
    song.write_bytes(b"1")
    assert watched.finished(0.0) == []
    song.write_bytes(b"12")
    assert watched.finished(STILL_S + 0.1) == []
    assert watched.finished(2 * STILL_S) == []
    assert watched.finished(2 * STILL_S + 0.2) == [bounce]
    assert watched.finished(9 * STILL_S) == []


def test_a_file_bounced_again_is_taken_again(bounces: Path, masters: Path):
    watched, song = WatchedFolder(bounces, masters), bounces / "song.wav"
    bounce = Bounce(song, masters / "song")
    song.write_bytes(b"1")
    watched.finished(0.0)
    assert watched.finished(5.0) == [bounce]
    song.write_bytes(b"123")
    assert watched.finished(6.0) == []
    assert watched.finished(12.0) == [bounce]


@pytest.mark.parametrize("name", [".song.wav", "song.txt", "song.wav.part", "song"])
def test_what_is_no_bounce_is_passed_over(bounces: Path, masters: Path, name: str):
    (bounces / name).write_bytes(b"1")
    watched = WatchedFolder(bounces, masters)
    assert [watched.finished(at) for at in (0.0, 5.0)] == [[], []]


@pytest.mark.parametrize("answer", ["song.wav", "song.txt"])
def test_what_was_answered_already_is_not_done_again(bounces: Path, masters: Path, answer: str):
    (bounces / "song.wav").write_bytes(b"1")
    os.utime(bounces / "song.wav", (1.0, 1.0))
    (masters / answer).write_bytes(b"1")
    watched = WatchedFolder(bounces, masters)
    assert [watched.finished(at) for at in (0.0, 5.0)] == [[], []]


@pytest.mark.parametrize("name", ["song.wav", "song.FLAC", "song.opus"])
def test_what_can_be_read_is_a_bounce(bounces: Path, masters: Path, name: str):
    (bounces / name).write_bytes(b"1")
    watched = WatchedFolder(bounces, masters)
    assert [watched.finished(at) for at in (0.0, 5.0)] == [[], [Bounce(bounces / name, masters / "song")]]


def test_bounces_of_one_name_have_masters_and_notes_of_their_own(bounces: Path, masters: Path):
    for name in ("song.wav", "Song.flac", "other.wav"):
        (bounces / name).write_bytes(b"1")
    watched = WatchedFolder(bounces, masters)
    watched.finished(0.0)
    answers = [(one.mix.name, one.master.name, one.note.name) for one in watched.finished(5.0)]
    assert answers == [
        ("Song.flac", "Song.flac.wav", "Song.flac.txt"),
        ("other.wav", "other.wav", "other.txt"),
        ("song.wav", "song.wav.wav", "song.wav.txt"),
    ]


def test_a_folder_that_is_gone_holds_nothing(bounces: Path, masters: Path):
    watched = WatchedFolder(bounces / "nowhere", masters)
    assert watched.finished(0.0) == []


class Hasty(Clock):
    """Time in which whatever stands still has done so for long enough the next time one looks."""

    def __call__(self) -> float:
        return self.passes(STILL_S)


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_LOOK_EVERY_S", 0.01)


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


def watching(desk: Desk, bounces: Path, masters: Path, does: Callable[[], None], crank: Crank) -> None:
    """Runs the service until it has asked for a job, then does something."""

    async def run() -> None:
        service = WatchService(desk, WatchOptions(bounces, masters), Hasty())
        await service.start()
        try:
            await until(lambda: bool(crank.orders))
            does()
        finally:
            await service.stop()

    asyncio.run(run())


def test_a_bounce_is_mastered_as_the_session_has_it(desk: Desk, crank: Crank, bounces: Path, masters: Path):
    desk.add_reference("one.wav", 2.0)
    (bounces / "song.flac").write_bytes(b"1")
    watching(desk, bounces, masters, lambda: desk.session.jobs.started(1), crank)
    (order,) = crank.orders
    assert isinstance(order, MasterOrder)
    assert (Path(order.mix).name, order.out) == ("song.flac", str(masters / "song.wav"))
    assert [(Path(one.path).name, one.weight) for one in order.references] == [("one.wav", 2.0)]
    assert order.loudness_lufs is None and order.overwrite


def test_without_references_the_settings_that_are_heard_are_used(
    desk: Desk, crank: Crank, bounces: Path, masters: Path
):
    desk.session.set("eq.mid.bell_1.gain_db", 3.0, "")
    (bounces / "song.wav").write_bytes(b"1")
    watching(desk, bounces, masters, lambda: None, crank)
    (order,) = crank.orders
    assert order.settings["eq.mid.bell_1.gain_db"] == 3.0 and order.loudness_lufs == -14.0


def test_a_failure_leaves_its_sentence(desk: Desk, crank: Crank, bounces: Path, masters: Path):
    (bounces / "song.wav").write_bytes(b"1")
    watching(
        desk, bounces, masters, lambda: desk.session.jobs.failed(1, "input_not_audio", "song.wav is no audio."), crank
    )
    assert (masters / "song.txt").read_text() == "song.wav is no audio.\n"


def test_two_bounces_of_one_name_are_both_answered(desk: Desk, crank: Crank, bounces: Path, masters: Path):
    for name in ("song.flac", "song.wav"):
        (bounces / name).write_bytes(b"1")

    async def run() -> None:
        service = WatchService(desk, WatchOptions(bounces, masters), Hasty())
        await service.start()
        try:
            for number in (1, 2):
                await until(lambda number=number: len(crank.orders) == number)  # type: ignore[misc]
                desk.session.jobs.failed(number, "input_not_audio", f"{number} is no audio.")
        finally:
            await service.stop()

    asyncio.run(run())
    assert (masters / "song.flac.txt").read_text() == "1 is no audio.\n"
    assert (masters / "song.wav.txt").read_text() == "2 is no audio.\n"


def test_success_takes_an_earlier_sentence_away(desk: Desk, crank: Crank, bounces: Path, masters: Path):
    (masters / "song.txt").write_text("it failed")
    os.utime(masters / "song.txt", (1.0, 1.0))
    (bounces / "song.wav").write_bytes(b"1")
    done = Mastered(str(masters / "song.wav"), -14.0, -1.0)
    watching(desk, bounces, masters, lambda: desk.session.jobs.finished(1, done), crank)
    assert not (masters / "song.txt").exists()


def test_while_others_keep_the_worker_busy_a_bounce_waits(
    desk: Desk, crank: Crank, bounces: Path, masters: Path, monkeypatch: pytest.MonkeyPatch
):
    (bounces / "song.wav").write_bytes(b"1")
    busy = [desk.analyse("mix.wav").number for _ in range(MOST_AT_ONCE)]
    asked, master = list[str](), desk.master

    def ask(mix: str, out: str, overwrite: bool, source: str) -> Job:
        asked.append(mix)
        return master(mix, out, overwrite, source)

    monkeypatch.setattr(desk, "master", ask)

    async def run() -> None:
        service = WatchService(desk, WatchOptions(bounces, masters), Hasty())
        await service.start()
        try:
            await until(lambda: len(asked) > 1)
            assert len(crank.orders) == MOST_AT_ONCE and not (masters / "song.txt").exists()
            desk.session.jobs.cancelled(busy[0])
            await until(lambda: isinstance(crank.orders[-1], MasterOrder))
        finally:
            await service.stop()

    asyncio.run(run())


def start(desk: Desk, folder: Path, out: Path) -> None:
    async def run() -> None:
        service = WatchService(desk, WatchOptions(folder, out))
        try:
            await service.start()
        finally:
            await service.stop()

    asyncio.run(run())


def test_both_folders_lie_under_the_roots(desk: Desk, bounces: Path, tmp_path: Path):
    with pytest.raises(OutsideRoots):
        start(desk, bounces, tmp_path / "elsewhere")
    with pytest.raises(OutsideRoots):
        start(desk, tmp_path, bounces)


def test_masters_do_not_go_where_bounces_come_in(desk: Desk, bounces: Path):
    with pytest.raises(BadOption, match="two folders"):
        start(desk, bounces, bounces)


def test_the_watched_folder_must_be_there(desk: Desk, root: Path, masters: Path):
    with pytest.raises(InputMissing, match="nowhere"):
        start(desk, root / "nowhere", masters)
