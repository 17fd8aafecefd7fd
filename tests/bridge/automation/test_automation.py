"""Automation: recorded against the song, played back, kept, edited as files, rendered."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.automation import service
from bridge.automation.automation import Automation
from bridge.automation.files import beside, csv_bytes, encoded, formerly_beside, json_bytes, lanes_in
from bridge.automation.service import AutomationService
from bridge.automation.thinning import TOLERANCE, thinned
from bridge.desk import Desk
from bridge.errors import UnknownControl
from bridge.session import events
from bridge.session.session import Session
from bridge.transport.transport import Transport
from metamaster.chain.lanes import AUTOMATABLE, Lanes, checked_lanes, value_at
from metamaster.chain.parameters import parameter
from metamaster.errors import DamagedSettings, OutputFormat
from tests.bridge.clock import Clock
from tests.bridge.conftest import Crank

GAIN, TRIM = "eq.mid.bell_1.gain_db", "trim.gain_db"
OFF, PLAY, RECORD = 0.0, 1.0, 2.0


class Studio:
    """A session with a transport of its own time, and automation that follows."""

    def __init__(self, session: Session, path: Path, formerly: Path | None = None) -> None:
        self.session, self.clock, self.path = session, Clock(), path
        self.transport = Transport(session, self.clock)
        self.automation = Automation(session)
        self.service = AutomationService(session, self.transport, self.automation, path, formerly)

    def run(self, does: Callable[[], None]) -> None:
        """Does something while the service runs."""

        async def done() -> None:
            does()

        self.run_while(done)

    def run_while(self, does: Callable[[], Awaitable[None]]) -> None:
        """The same for what waits."""

        async def run() -> None:
            await self.service.start()
            try:
                await does()
            finally:
                await self.service.stop()

        asyncio.run(run())

    def roll(self, from_s: float) -> None:
        self.transport.locate(from_s, "test")
        self.transport.roll(True, "test")

    def ride(self, name: str, *points: tuple[float, float]) -> None:
        for at_s, value in points:
            self.clock.passes(at_s - self.transport.position_s)
            self.session.set(name, value, "hand")


@pytest.fixture
def studio(session: Session, tmp_path: Path) -> Studio:
    return Studio(session, tmp_path / "state.automation.json")


def test_moves_are_recorded_while_the_song_rolls(studio: Studio):
    def take() -> None:
        studio.session.set("automation", RECORD, "hand")
        studio.session.set(GAIN, 1.0, "hand")  # it does not roll yet
        studio.roll(10.0)
        studio.ride(GAIN, (12.0, 2.0), (12.1, 3.0), (15.0, -4.0))
        studio.transport.roll(False, "test")

    studio.run(take)
    lane = studio.automation.lanes[GAIN]
    # A control that nobody touched stayed where it was until the moment it was moved.
    assert [value_at(GAIN, lane, at) for at in (0.0, 11.0, 12.0, 12.1, 14.9, 15.0, 99.0)] == pytest.approx(
        [1.0, 1.0, 2.0, 3.0, 3.0, -4.0, -4.0]
    )


@pytest.mark.parametrize("mode", [OFF, PLAY])
def test_nothing_is_recorded_unless_asked_for(studio: Studio, mode: float):
    def take() -> None:
        studio.session.set("automation", mode, "hand")
        studio.roll(0.0)
        studio.ride(GAIN, (1.0, 2.0))

    studio.run(take)
    assert not studio.automation.lanes


def test_what_holds_for_a_whole_master_is_not_recorded(studio: Studio):
    def take() -> None:
        studio.session.set("automation", RECORD, "hand")
        studio.roll(0.0)
        studio.ride("limiter.ceiling_db", (1.0, -3.0))

    studio.run(take)
    assert not studio.automation.lanes


def test_a_pass_is_laid_over_what_was_there(studio: Studio):
    studio.automation.replace({GAIN: ((0.0, 0.0), (10.0, 5.0))})
    studio.automation.lay({GAIN: ((4.0, -1.0), (6.0, -1.0))})
    lane = studio.automation.lanes[GAIN]
    assert [value_at(GAIN, lane, at) for at in (2.0, 3.999, 5.0, 6.001, 8.0)] == pytest.approx(
        [1.0, 2.0, -1.0, 3.0, 4.0], abs=0.01
    )


def test_lanes_play_back_and_one_undo_takes_a_whole_pass_back(studio: Studio):
    studio.automation.replace({GAIN: ((0.0, 0.0), (10.0, 5.0))})

    def play() -> None:
        studio.session.set("automation", PLAY, "hand")
        studio.session.set(GAIN, -2.0, "hand")
        studio.roll(0.0)
        for _ in range(8):
            studio.clock.passes(1.0)
            studio.service.step()
        assert studio.session.get(GAIN) == pytest.approx(4.0)
        studio.transport.roll(False, "test")
        studio.session.undo()

    studio.run(play)
    assert studio.session.get(GAIN) == -2.0


def test_a_hand_that_records_is_not_fought(studio: Studio):
    studio.automation.replace({GAIN: ((0.0, 5.0),), TRIM: ((0.0, 3.0),)})

    def take() -> None:
        studio.session.set("automation", RECORD, "hand")
        studio.roll(0.0)
        studio.ride(GAIN, (1.0, -6.0))
        studio.service.step()
        assert (studio.session.get(GAIN), studio.session.get(TRIM)) == (-6.0, 3.0)

    studio.run(take)


def test_lanes_are_kept_on_the_disk_and_taken_over(studio: Studio, tmp_path: Path):
    studio.run(lambda: studio.automation.replace({GAIN: ((1.0, 2.0),)}))
    again = Studio(Session(), studio.path)
    again.run(lambda: None)
    assert again.automation.lanes == {GAIN: ((1.0, 2.0),)}


SMALL = {GAIN: ((1.0, 2.0),)}
LARGE = {GAIN: tuple((float(at), float(at % 2)) for at in range(9000))}
"""More than a small disk holds."""


def make_room() -> None:
    """The disk that was full is no longer."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.getrlimit(resource.RLIMIT_FSIZE)[1],) * 2)


async def refused(studio: Studio, lanes: Lanes) -> list[events.Trouble]:
    """What is told of lanes that cannot be kept."""
    troubles, told = list[events.Trouble](), asyncio.Event()

    def hear(event: events.Event) -> None:
        if isinstance(event, events.Trouble):
            troubles.append(event)
            told.set()

    unsubscribe = studio.session.bus.subscribe(hear)
    studio.automation.replace(lanes)
    await asyncio.wait_for(told.wait(), 60.0)
    unsubscribe()
    return troubles


def test_a_full_disk_is_told_and_what_was_there_stays(studio: Studio, small_disk: int):
    studio.run(lambda: studio.automation.replace(SMALL))

    async def take() -> None:
        (trouble,) = await refused(studio, LARGE)
        assert trouble.code == "output_full" and trouble.sentence.startswith("The automation was not kept")
        assert lanes_in(studio.path) == SMALL
        studio.automation.replace(SMALL)

    studio.run_while(take)


def test_what_found_no_room_is_kept_once_there_is_some(
    studio: Studio, small_disk: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(service, "_AGAIN_S", 0.01)

    async def take() -> None:
        await refused(studio, LARGE)
        make_room()
        async with asyncio.timeout(60.0):
            while not studio.path.exists():
                await asyncio.sleep(0.01)

    studio.run_while(take)
    assert lanes_in(studio.path) == LARGE


def test_what_found_no_room_is_kept_at_the_end(studio: Studio, small_disk: int):
    async def take() -> None:
        await refused(studio, LARGE)
        make_room()

    studio.run_while(take)
    assert lanes_in(studio.path) == LARGE


def test_damaged_lanes_are_refused_and_left_alone(studio: Studio):
    studio.path.write_text("{")
    with pytest.raises(DamagedSettings, match="state"):
        studio.run(lambda: None)
    assert studio.path.read_text() == "{"


def test_two_never_write_at_once(studio: Studio, monkeypatch: pytest.MonkeyPatch):
    told, begun, second = list[str](), asyncio.Event(), threading.Event()

    async def take() -> None:
        loop = asyncio.get_running_loop()

        def write(path: Path, content: bytes, overwrite: bool) -> None:
            told.append("begins")
            if len(told) == 1:
                loop.call_soon_threadsafe(begun.set)
                # As long as another would need to begin.
                second.wait(0.5)
            else:
                second.set()
            told.append("ends")

        monkeypatch.setattr(service, "atomic_bytes", write)
        studio.automation.replace(SMALL)
        await asyncio.wait_for(begun.wait(), 60.0)
        studio.automation.replace(LARGE)

    studio.run_while(take)
    assert told == ["begins", "ends", "begins", "ends"]


def test_every_state_has_a_file_of_its_own():
    names = ("take.1", "take.2", "take", "take.json", "bridge.json")
    assert len({beside(Path(name)) for name in names}) == len(names)
    assert beside(Path("songs/take.1")) == Path("songs/take.1.automation.json")


def test_lanes_under_their_former_name_are_taken_over_once(tmp_path: Path):
    state = tmp_path / "take.1"
    state.touch()
    (tmp_path / "take.automation.json").write_bytes(json_bytes(SMALL))
    first = Studio(Session(), beside(state), formerly_beside(state))
    first.run(lambda: None)
    assert first.automation.lanes == SMALL
    first = Studio(Session(), beside(state), formerly_beside(state))
    first.run(first.automation.clear)
    again = Studio(Session(), beside(state), formerly_beside(state))
    again.run(lambda: None)
    assert not again.automation.lanes
    assert lanes_in(tmp_path / "take.automation.json") == SMALL


def test_a_state_that_is_new_takes_no_lanes_over(tmp_path: Path):
    (tmp_path / "take.automation.json").write_bytes(json_bytes(SMALL))
    assert formerly_beside(tmp_path / "take.2") is None


def test_a_lane_is_forgotten_by_name(studio: Studio):
    studio.automation.replace({GAIN: ((1.0, 2.0),), TRIM: ((0.0, 0.0),)})
    studio.automation.clear(GAIN)
    assert list(studio.automation.lanes) == [TRIM]
    with pytest.raises(UnknownControl):
        studio.automation.clear(GAIN)
    studio.automation.clear()
    assert not studio.automation.lanes


def test_thinning_keeps_corners_and_drops_what_lies_between():
    line = tuple((float(at), at / 10.0) for at in range(50)) + tuple((50.0 + at, 5.0) for at in range(50))
    assert thinned(GAIN, line) == ((0.0, 0.0), (50.0, 5.0), (99.0, 5.0))


@given(st.lists(st.floats(-9.0, 9.0), min_size=1, max_size=40))
def test_thinning_moves_no_point_by_more_than_it_may(values: list[float]):
    points = tuple((float(at), value) for at, value in enumerate(values))
    left = thinned(GAIN, points)
    assert all(abs(value_at(GAIN, left, at) - value) <= TOLERANCE * 18.0 + 1e-9 for at, value in points)


lanes = st.dictionaries(
    st.sampled_from(AUTOMATABLE),
    st.lists(st.tuples(st.floats(0.0, 600.0), st.floats(0.0, 1.0)), min_size=1, max_size=5),
)


@given(lanes, st.sampled_from([".json", ".csv"]))
def test_what_is_exported_is_imported(drawn: dict[str, list[tuple[float, float]]], suffix: str):
    import tempfile

    found: Lanes = checked_lanes(
        {
            name: [(round(at, 6), parameter(name).low + share * (parameter(name).high - parameter(name).low) * 0.999)]
            for name, points in drawn.items()
            for at, share in points
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"lanes{suffix}"
        path.write_bytes(encoded(path, found))
        assert lanes_in(path) == found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", "{", "damaged"),
        ("a.json", '{"format": "x", "version": 1, "lanes": {}}', "no automation"),
        ("a.json", '{"format": "metamaster-automation", "version": 1, "lanes": {}, "more": 1}', "more is unknown"),
        ("a.json", '{"format": "metamaster-automation", "version": 1, "lanes": {"trim.gain_db": [[1]]}}', "1 numbers"),
        ("a.json", '{"format": "metamaster-automation", "version": 1, "lanes": {"trim.gain_db": [[1, 99]]}}', "99"),
        ("a.csv", "a,b\n1,2\n", "first line must be seconds,parameter,value"),
        ("a.csv", "seconds,parameter,value\n1,trim.gain_db\n", "line 2"),
        ("a.csv", "seconds,parameter,value\n1,trim.gain_db,loud\n", "line 2"),
        ("a.csv", "seconds,parameter,value\n1,trim.gain,0\n", "no parameter 'trim.gain'"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, name: str, text: str, said: str):
    (tmp_path / name).write_text(text)
    with pytest.raises(DamagedSettings, match=name) as refused:
        lanes_in(tmp_path / name)
    assert said in str(refused.value)


def test_other_formats_are_refused():
    with pytest.raises(OutputFormat, match=r"\.json or \.csv"):
        encoded(Path("a.txt"), {})


def test_files_are_readable():
    found: Lanes = {TRIM: ((0.0, 1.5), (2.0, -1.5))}
    assert json.loads(json_bytes(found))["lanes"] == {TRIM: [[0.0, 1.5], [2.0, -1.5]]}
    assert csv_bytes(found) == b"seconds,parameter,value\n0.0,trim.gain_db,1.5\n2.0,trim.gain_db,-1.5\n"


@pytest.mark.parametrize(("mode", "rendered"), [(OFF, {}), (PLAY, {TRIM: ((0.0, 1.5),)})])
def test_a_render_takes_the_lanes_unless_automation_is_off(
    desk: Desk, session: Session, crank: Crank, mode: float, rendered: dict
):
    desk.automation.replace({TRIM: ((0.0, 1.5),)})
    session.set("automation", mode, "hand")
    desk.set_mix("mix.wav")
    desk.render("master.wav")
    assert crank.orders[-1].automation == rendered
