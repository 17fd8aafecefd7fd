"""The addresses of the session besides its controls: files, history, presets, position."""

from collections.abc import Iterator
from itertools import chain

from bridge.desk import Desk
from bridge.errors import WrongType
from bridge.osc.arguments import Given, count, number, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property
from bridge.session.position import checked_position
from metamaster.version import __version__

MIX = f"{ROOT}/mix"
REFERENCES = f"{ROOT}/references"
HISTORY = f"{ROOT}/history"
DIRTY = f"{ROOT}/dirty"
PRESET = f"{ROOT}/preset"
PRESETS = f"{ROOT}/presets"
POSITION = f"{ROOT}/position"
NO_POSITION_S = -1.0


def session_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    yield from _files(desk)
    yield from _references(desk)
    yield from _history(desk)
    yield from _presets(desk)
    yield from _others(desk)


def _files(desk: Desk) -> Iterator[Property | Command]:
    session = desk.session

    def change_mix(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "the path of a file, or empty text for none")
        desk.set_mix(text(given[0], "mix"), endpoint.name)

    yield Property(MIX, "a path", "the mix; empty for none", lambda: (session.mix,), change_mix)


def _references(desk: Desk) -> Iterator[Property | Command]:
    session = desk.session

    def current() -> tuple[float | str, ...]:
        return tuple(chain.from_iterable((one.path, one.weight) for one in session.references))

    def change(endpoint: Endpoint, given: Given) -> None:
        if len(given) % 2:
            raise WrongType("References are pairs of a path and a weight: give a weight after every path.")
        pairs = zip(given[::2], given[1::2], strict=True)
        desk.set_references(
            tuple((text(path, "path"), number(weight, "weight")) for path, weight in pairs), endpoint.name
        )

    def add(endpoint: Endpoint, given: Given) -> None:
        weight = number(given[1], "weight") if len(given) > 1 else 1.0
        desk.add_reference(text(given[0], "path"), weight, endpoint.name)

    def remove(endpoint: Endpoint, given: Given) -> None:
        desk.remove_reference(text(given[0], "path"), endpoint.name)

    def clear(endpoint: Endpoint, given: Given) -> None:
        desk.set_references((), endpoint.name)

    yield Property(REFERENCES, "path, weight, path, weight …", "the records to sound like", current, change)
    yield Command(
        f"{ROOT}/reference/add", "a path, and a weight if not 1", "one more, or another weight for it", add, 1, 2
    )
    yield Command(f"{ROOT}/reference/remove", "a path", "one less", remove, 1, 1)
    yield Command(f"{ROOT}/reference/clear", "nothing", "none", clear)


def _history(desk: Desk) -> Iterator[Property | Command]:
    session = desk.session

    def undo(endpoint: Endpoint, given: Given) -> None:
        endpoint.tell(f"{ROOT}/undone", (session.undo(),))

    def redo(endpoint: Endpoint, given: Given) -> None:
        endpoint.tell(f"{ROOT}/redone", (session.redo(),))

    def copy(endpoint: Endpoint, given: Given) -> None:
        session.copy_to_other(endpoint.name)

    yield Command(f"{ROOT}/undo", "nothing", "takes the last step back; answers `/metamaster/undone` what", undo)
    yield Command(f"{ROOT}/redo", "nothing", "does it again; answers `/metamaster/redone` what", redo)
    yield Command(f"{ROOT}/ab/copy", "nothing", "makes the settings not heard the same as those heard", copy)
    yield Property(HISTORY, "", "what undo and redo would do; empty text for nothing", lambda: session.history.labels)
    yield Property(DIRTY, "", "1 where the settings differ from their preset, else 0", lambda: (int(session.dirty),))


def _presets(desk: Desk) -> Iterator[Property | Command]:
    session = desk.session

    def load(endpoint: Endpoint, given: Given) -> None:
        if isinstance(given[0], str):
            desk.load_preset(given[0], endpoint.name)
        else:
            desk.load_preset_number(whole(given[0], "preset"), endpoint.name)
        endpoint.tell(PRESET, (session.preset,))

    async def save(endpoint: Endpoint, given: Given) -> None:
        name = text(given[0], "name")
        await desk.save_preset(name)
        endpoint.tell(f"{PRESET}/saved", (name,))

    async def delete(endpoint: Endpoint, given: Given) -> None:
        name = text(given[0], "name")
        await desk.delete_preset(name)
        endpoint.tell(f"{PRESET}/deleted", (name,))

    yield Property(PRESET, "", "the preset that the settings come from", lambda: (session.preset,))
    yield Property(PRESETS, "", "the names of all presets, sorted", lambda: desk.preset_names)
    yield Command(f"{PRESET}/load", "a name, or a number from 0", "takes its settings, as one step to undo", load, 1, 1)
    yield Command(
        f"{PRESET}/save", "a name", "keeps the settings heard; answers `/metamaster/preset/saved`", save, 1, 1
    )
    yield Command(f"{PRESET}/delete", "a name", "removes it; answers `/metamaster/preset/deleted`", delete, 1, 1)


def _others(desk: Desk) -> Iterator[Property | Command]:
    session = desk.session

    def position() -> tuple[float]:
        return (NO_POSITION_S if session.position_s is None else session.position_s,)

    def set_position(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "seconds, or -1 for none")
        seconds = number(given[0], "position")
        session.set_position(None if seconds < 0.0 else checked_position(seconds))

    yield Property(POSITION, "seconds, or -1 for none", "where in the song the DAW is", position, set_position)
    yield Property(f"{ROOT}/version", "", "the release of metamaster that runs", lambda: (__version__,))
