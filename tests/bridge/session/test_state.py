"""The state as a chunk of JSON."""

import json
from typing import Any

import pytest

from bridge.session.references import Reference
from bridge.session.session import Session
from bridge.session.state import chunk_of, restore
from bridge.session.state_versions import FORMAT, MIGRATIONS, VERSION, current_content
from metamaster.schema import Misfit

GAIN = "eq.mid.bell_1.gain_db"


def used() -> Session:
    """A session in which everything differs from its default."""
    session = Session()
    session.set(GAIN, 2.5)
    session.set("ab", "B")
    session.set("limiter.drive_db", 6.0)
    session.set("bypass", 1)
    session.set("compare.level_matched", 1)
    session.set("amounts.tone", 0.5)
    session.set_mix("/songs/größer \udcff.wav")
    session.set_references((Reference("/songs/one.wav", 1.0), Reference("/songs/two.wav", 0.25)))
    session.set("genre", "Dub")
    return session


def raw(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(chunk_of(used()))
    return {**content, **changes}


def restored(content: object) -> Session:
    session = Session()
    restore(session, json.dumps(content))
    return session


def test_everything_comes_back():
    session, before = restored(raw()), used()
    assert (session.document, session.dirty, session.slot) == (before.document, before.dirty, before.slot)


def test_the_same_state_is_the_same_chunk():
    assert chunk_of(restored(raw())) == chunk_of(used())


def test_it_can_be_read_by_people():
    content = raw()
    assert (content["format"], content["version"]) == (FORMAT, VERSION)
    assert content["settings"]["A"][GAIN] == 2.5 and content["controls"]["genre"] == "Dub"


def test_nothing_is_left_to_undo():
    assert restored(raw()).history.labels == ("", "")


def test_whoever_shows_it_is_told():
    session, told = Session(), []
    session.bus.subscribe(told.append)
    restore(session, json.dumps(raw()))
    assert any(getattr(event, "name", "") == "limiter.drive_db" for event in told)


def test_a_control_that_is_not_there_keeps_its_default():
    content = raw()
    del content["settings"]["A"][GAIN]
    assert restored(content).chain_values("A")[GAIN] == 0.0


def test_a_state_of_version_1_is_read():
    old = raw(version=1, references=["/songs/one.wav", "/songs/two.wav"])
    assert restored(old).references == (Reference("/songs/one.wav"), Reference("/songs/two.wav"))


def test_the_genre_of_a_state_of_version_2_was_for_people_to_read():
    assert restored(raw(version=2)).get("genre") == ""


def test_a_state_of_version_3_is_as_loud_as_it_was():
    old = raw(version=3)
    del old["controls"]["compare.level_matched"]
    session = restored(old)
    assert session.get("compare.level_matched") == 0.0 and session.get("genre") == "Dub"


def test_every_earlier_version_has_its_migration():
    assert set(MIGRATIONS) == set(range(1, VERSION))


def test_migrations_are_made_one_after_another():
    steps = {version: lambda content: {"trail": (*content["trail"], len(content["trail"]))} for version in (1, 2, 3)}
    content = current_content({"format": FORMAT, "version": 2, "trail": ()}, steps, 4)
    assert content == {"trail": (0, 1)}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "not a saved state"),
        (raw(format="metamaster-settings"), "not a saved state"),
        (raw(version=VERSION + 1), "update metamaster"),
        (raw(version=0), "version is 0"),
        (raw(version=True), "version is True"),
        (raw(version=1, references={}), "references"),
        (raw(extra=1), "extra"),
        (raw(controls={"volume": 1.0}), "volume"),
        (raw(controls={GAIN: 1.0}), GAIN),
        (raw(settings={"A": {GAIN: 99.0}, "B": {}}), "99"),
        (raw(settings={"A": {GAIN: "loud"}, "B": {}}), GAIN),
        (raw(settings={"A": {"bypass": 1.0}, "B": {}}), "bypass"),
        (raw(references=[{"path": "/one", "weight": -1.0}]), "-1"),
        (raw(mix=None), "mix"),
        (raw(version=2, controls=[]), "controls"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(content: object, told: str):
    with pytest.raises(Misfit, match=told):
        restored(content)


def test_a_damaged_chunk_is_refused():
    with pytest.raises(Misfit, match="damaged"):
        restore(Session(), chunk_of(used()).decode()[:-20])
