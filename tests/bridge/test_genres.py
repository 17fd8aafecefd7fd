"""Genres that a session follows in place of its references."""

import asyncio
from pathlib import Path

import pytest

from bridge.desk import Desk
from bridge.errors import BadGenreName, MixMissing, OutOfRange, OutsideRoots, UnknownGenre
from bridge.genres import SUFFIX
from bridge.session import events
from bridge.session.job import AdaptOrder, MasterOrder, Taught, TeachOrder
from bridge.session.references import Reference
from bridge.session.session import Session
from metamaster.errors import InputMissing
from metamaster.learn.genre.file import SUFFIX as WRITTEN_SUFFIX
from tests.bridge.conftest import Crank


@pytest.fixture
def shelf(desk: Desk, tmp_path: Path) -> Path:
    """The folder of genres, with two that are not looked into."""
    folder = tmp_path / "genres"
    folder.mkdir()
    for name in ("Dub", "Album"):
        (folder / f"{name}{SUFFIX}").touch()
    desk.genres.list()
    return folder


def chosen(session: Session) -> str:
    return str(session.get("genre"))


def test_the_files_are_those_that_adapt_writes():
    assert SUFFIX == WRITTEN_SUFFIX


def test_genres_are_sorted_by_name(desk: Desk, shelf: Path):
    assert desk.genres.names == ("Album", "Dub")


def test_a_genre_is_followed_in_place_of_the_references(desk: Desk, shelf: Path, crank: Crank):
    desk.set_mix("mix.wav")
    desk.add_reference("one.wav")
    desk.session.set("genre", "Dub")
    desk.adapt()
    desk.master("two.wav", "out.wav")
    adapting, mastering = crank.orders
    assert isinstance(adapting, AdaptOrder) and isinstance(mastering, MasterOrder)
    for order in (adapting, mastering):
        assert (order.genre, order.references, order.loudness_lufs) == (str(shelf / f"Dub{SUFFIX}"), (), None)


def test_without_a_genre_or_references_there_is_nothing_to_follow(desk: Desk):
    desk.set_mix("mix.wav")
    with pytest.raises(MixMissing, match="genre"):
        desk.adapt()


def test_a_reference_named_later_is_followed_instead(desk: Desk, session: Session, shelf: Path):
    session.set("genre", "Dub")
    desk.add_reference("one.wav")
    assert chosen(session) == ""
    session.undo()
    assert (chosen(session), session.references) == ("Dub", ())


def test_a_genre_in_a_file_lies_under_the_roots(desk: Desk, session: Session, root: Path, shelf: Path, tmp_path: Path):
    (root / f"mine{SUFFIX}").touch()
    assert session.set("genre", f"mine{SUFFIX}") == str(root / f"mine{SUFFIX}")
    with pytest.raises(OutsideRoots):
        session.set("genre", str(tmp_path / "genres" / f"Dub{SUFFIX}"))
    with pytest.raises(InputMissing):
        session.set("genre", f"other{SUFFIX}")
    assert chosen(session) == str(root / f"mine{SUFFIX}")


@pytest.mark.parametrize(("name", "refusal"), [("Polka", UnknownGenre), ("../Dub", BadGenreName)])
def test_a_genre_that_is_not_there_is_not_chosen(desk: Desk, session: Session, name: str, refusal: type[Exception]):
    with pytest.raises(refusal):
        session.set("genre", name)


def test_a_genre_that_has_gone_is_told_when_it_is_needed(desk: Desk, session: Session, shelf: Path):
    desk.set_mix("mix.wav")
    session.set("genre", "Dub")
    (shelf / f"Dub{SUFFIX}").unlink()
    with pytest.raises(UnknownGenre):
        desk.adapt()


def test_genres_are_chosen_by_number_and_in_turn(desk: Desk, session: Session, shelf: Path):
    desk.genres.choose_number(1)
    assert chosen(session) == "Dub"
    desk.genres.choose_next()
    assert chosen(session) == ""
    desk.genres.choose_next()
    assert chosen(session) == "Album"
    with pytest.raises(OutOfRange):
        desk.genres.choose_number(2)


def test_references_are_kept_as_a_genre(desk: Desk, session: Session, crank: Crank, root: Path, tmp_path: Path):
    told: list[events.Event] = []
    session.bus.subscribe(told.append)
    desk.add_reference("one.wav", 2.0)
    desk.genres.save("Mine", "me")
    out = tmp_path / "genres" / f"Mine{SUFFIX}"
    assert crank.orders == [TeachOrder(1, "Mine", str(out), (Reference(str(root / "one.wav"), 2.0),))]
    out.touch()
    session.jobs.finished(1, Taught("Mine", 1))
    assert session.jobs.recent[-1].sentence == "The genre Mine is kept: 1 reference."
    assert desk.genres.names == ("Mine",) and events.AspectChanged("genres") in told


def test_a_genre_is_not_named_as_a_file(desk: Desk, crank: Crank):
    desk.add_reference("one.wav")
    with pytest.raises(BadGenreName, match="leave out"):
        desk.genres.save(f"Mine{SUFFIX}")
    assert crank.orders == []


def test_there_must_be_references_to_keep(desk: Desk):
    with pytest.raises(MixMissing):
        desk.genres.save("Mine")


def test_a_genre_that_is_deleted_is_followed_no_more(desk: Desk, session: Session, shelf: Path):
    session.set("genre", "Dub")
    asyncio.run(desk.genres.delete("Dub"))
    assert (desk.genres.names, chosen(session)) == (("Album",), "")
    with pytest.raises(UnknownGenre):
        asyncio.run(desk.genres.delete("Dub"))
