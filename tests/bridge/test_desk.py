"""What can be asked for beyond setting controls."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bridge.desk import Desk
from bridge.errors import MixMissing, OutsideRoots, TooMany, UnknownPreset, code_of
from bridge.session import events
from bridge.session.job import Adapted, AdaptOrder, Analysed, AnalyseOrder, MeterSeries, RenderOrder
from bridge.session.jobs import MOST_AT_ONCE
from bridge.session.references import Reference
from bridge.session.session import Session
from metamaster.chain.settings import DEFAULTS
from metamaster.errors import OutputFull
from tests.bridge.conftest import Crank

GAIN = "eq.mid.bell_1.gain_db"
CHAIN = DEFAULTS.replace({GAIN: 1.5}).as_dict()
METERS = MeterSeries(
    "song.wav",
    0.1,
    -14.0,
    -1.0,
    0.5,
    (-13.0,),
    (-13.5,),
    (-1.0,),
    (2.0,),
    (0.5,),
    compression_db=((0.5,), (3.25,), (0.0,)),
)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """A desk with a mix and a reference."""
    desk.set_mix("mix.wav")
    desk.add_reference("one.wav", 2.0)
    return desk


def test_an_order_to_adapt_says_everything(ready: Desk, crank: Crank, root: Path):
    ready.session.set("amounts.width", 0.5)
    ready.adapt("me")
    (order,) = crank.orders
    amounts = {"tone": 1.0, "dynamics": 1.0, "width": 0.5, "loudness": 1.0}
    references = (Reference(str(root / "one.wav"), 2.0),)
    assert order == AdaptOrder(1, str(root / "mix.wav"), references, amounts, None, -1.0)


def test_a_loudness_of_ones_own_is_adapted_to(ready: Desk, crank: Crank):
    ready.session.set("delivery.from_reference", 0)
    ready.session.set("delivery.loudness_lufs", -9.0)
    ready.adapt()
    (order,) = crank.orders
    assert isinstance(order, AdaptOrder) and order.loudness_lufs == -9.0
    ready.session.jobs.finished(1, Adapted(CHAIN, -20.0, ""))
    assert ready.session.get("delivery.loudness_lufs") == -9.0


def test_what_adapting_found_is_one_step_to_undo(ready: Desk, session: Session):
    ready.adapt()
    session.jobs.started(1)
    session.jobs.finished(1, Adapted(CHAIN, -9.0, "A bell."))
    assert (session.get(GAIN), session.get("delivery.loudness_lufs")) == (1.5, -9.0)
    assert session.undo() == "adapt"
    assert (session.get(GAIN), session.get("delivery.loudness_lufs")) == (0.0, -14.0)


def test_the_chain_goes_to_the_settings_it_was_asked_for(ready: Desk, session: Session):
    ready.adapt()
    session.set("ab", "B")
    session.jobs.finished(1, Adapted(CHAIN, -9.0, ""))
    assert (session.chain_values("A")[GAIN], session.chain_values("B")[GAIN]) == (1.5, 0.0)


@pytest.mark.parametrize("ask", [Desk.adapt, lambda desk: desk.render("out.wav")])
def test_a_job_knows_the_settings_it_was_asked_for(ready: Desk, session: Session, ask: Any):
    session.set("ab", "B")
    job = ask(ready)
    session.set("ab", "A")
    session.jobs.failed(job.number, "too_short", "It is too short.")
    assert session.jobs.numbered(job.number).slot == "B"


def test_an_order_to_render_says_everything(ready: Desk, crank: Crank, root: Path):
    ready.session.set(GAIN, 2.0)
    ready.session.set("delivery.bits", "16")
    ready.render("out.wav", overwrite=True)
    (order,) = crank.orders
    settings = DEFAULTS.replace({GAIN: 2.0}).as_dict()
    out = str(root / "out.wav")
    assert order == RenderOrder(1, str(root / "mix.wav"), out, settings, -14.0, -1.0, 16, True, False)


def test_a_render_is_shown_by_the_meters(desk: Desk, session: Session):
    told: list[events.Event] = []
    session.bus.subscribe(told.append)
    desk.analyse("one.wav")
    session.jobs.finished(1, Analysed(METERS))
    assert events.AspectChanged("meters") in told
    assert session.meters is not None and session.meters.read(None).reduction_db == 2.0
    assert session.jobs.recent[-1].sentence == "song.wav: -14.0 LUFS, true peak -1.00 dBTP."


def test_the_mix_is_analysed_where_no_file_is_named(ready: Desk, crank: Crank, root: Path):
    ready.analyse()
    assert crank.orders == [AnalyseOrder(1, str(root / "mix.wav"))]


def test_what_is_likely_to_be_adapted_is_listened_to_ahead(ready: Desk, crank: Crank, root: Path):
    assert crank.likely == (str(root / "mix.wav"), str(root / "one.wav"))


@pytest.mark.parametrize("ask", [Desk.adapt, Desk.analyse, lambda desk: desk.render("out.wav")])
def test_without_a_mix_there_is_nothing_to_do(desk: Desk, ask: Any):
    with pytest.raises(MixMissing):
        ask(desk)


def test_what_was_named_under_other_roots_is_not_used(desk: Desk, session: Session, crank: Crank):
    session.set_mix("/etc/passwd")
    for ask in (Desk.adapt, Desk.analyse, lambda desk: desk.render("out.wav")):
        with pytest.raises((OutsideRoots, MixMissing)):
            ask(desk)
    desk.prepare()
    assert crank.orders == [] and crank.likely == ()


def test_a_reference_named_again_has_another_weight(ready: Desk, root: Path):
    ready.add_reference(str(root / "one.wav"), 0.5)
    assert ready.session.references == (Reference(str(root / "one.wav"), 0.5),)
    ready.remove_reference("one.wav")
    assert ready.session.references == ()
    with pytest.raises(MixMissing):
        ready.remove_reference("one.wav")


def test_jobs_that_wait_are_bounded(desk: Desk, crank: Crank):
    for _ in range(MOST_AT_ONCE):
        desk.analyse("one.wav")
    with pytest.raises(TooMany):
        desk.analyse("one.wav")
    desk.session.jobs.failed(1, "too_short", "It is too short.")
    desk.analyse("one.wav")
    assert len(crank.orders) == MOST_AT_ONCE + 1


def test_all_jobs_are_cancelled_the_last_first(desk: Desk, crank: Crank):
    for _ in range(3):
        desk.analyse("one.wav")
    desk.session.jobs.cancel(None)
    assert crank.cancelled == [3, 2, 1]


def test_jobs_that_ended_long_ago_are_forgotten(desk: Desk, session: Session):
    for number in range(1, 101):
        desk.analyse("one.wav")
        session.jobs.failed(number, "too_short", "It is too short.")
    assert len(session.jobs.recent) == 50


def test_a_preset_is_one_step_to_undo_and_leaves_the_settings_clean(desk: Desk, session: Session):
    session.set(GAIN, 2.0)
    asyncio.run(desk.save_preset("Mine"))
    assert (session.preset, session.dirty, desk.preset_names) == ("Mine", False, ("Mine",))
    session.set(GAIN, 3.0)
    session.set("delivery.loudness_lufs", -9.0)
    desk.load_preset("Mine")
    assert (session.get(GAIN), session.get("delivery.loudness_lufs"), session.dirty) == (2.0, -14.0, False)
    session.undo()
    assert (session.get(GAIN), session.get("delivery.loudness_lufs"), session.dirty) == (3.0, -9.0, True)


@pytest.mark.parametrize(("meanwhile", "dirty"), [({GAIN: 3.0}, True), ({"ab": "B"}, False), ({"bypass": 1}, False)])
def test_what_is_changed_while_a_preset_is_written_is_not_in_it(
    desk: Desk, session: Session, meanwhile: dict[str, Any], dirty: bool
):
    async def save() -> None:
        saving = asyncio.create_task(desk.save_preset("Mine"))
        # It has taken the settings, and waits for the disk.
        await asyncio.sleep(0)
        for name, value in meanwhile.items():
            session.set(name, value)
        await saving

    session.set(GAIN, 2.0)
    asyncio.run(save())
    assert (session.preset, session.dirty) == ("Mine", dirty)
    desk.load_preset("Mine")
    assert session.get(GAIN) == 2.0


def test_presets_are_told_of(desk: Desk, session: Session):
    told: list[tuple[str, ...]] = []
    session.bus.subscribe(
        lambda event: told.append(desk.preset_names) if event == events.AspectChanged("presets") else None
    )
    asyncio.run(desk.save_preset("Mine"))
    asyncio.run(desk.delete_preset("Mine"))
    assert told == [("Mine",), ()]
    with pytest.raises(UnknownPreset):
        desk.load_preset("Mine")


def test_a_preset_that_finds_no_room_is_not_there(desk: Desk, small_disk: int):
    for number in range(8):
        desk.session.set_references((Reference(f"/{number}" + "x" * small_disk),))
    with pytest.raises(OutputFull) as refused:
        asyncio.run(desk.save_preset("Mine"))
    assert code_of(refused.value) == "output_full" and desk.preset_names == ()
