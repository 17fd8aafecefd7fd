"""The addresses of the MIDI map."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import Given, count, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property

MIDI = f"{ROOT}/midi"


def midi_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    maps = desk.midi_maps

    def learn(endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "a control's name, or nothing to learn no more")
        maps.arm(text(given[0], "name") if given else None)

    def forget(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "a control's name")
        maps.forget(text(given[0], "name"))

    async def save(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 2, "a path (.yaml), and 1 to overwrite what is there")
        path = text(given[0], "path")
        await desk.save_midi_map(path, len(given) > 1 and bool(whole(given[1], "overwriting")))
        endpoint.tell(f"{MIDI}/map/saved", (path,))

    async def load(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "a path (.yaml)")
        await desk.load_midi_map(text(given[0], "path"))

    yield Property(
        f"{MIDI}/armed", "", "the control that waits for a knob; empty for none", lambda: (maps.armed or "",)
    )
    yield Property(f"{MIDI}/knobs", "", "the controls that have a knob", lambda: _controls(desk))
    yield Command(
        f"{MIDI}/learn", "a control's name, or nothing to learn no more", "the knob moved next is this control's", learn
    )
    yield Command(f"{MIDI}/forget", "a control's name", "takes its knob from it", forget)
    yield Command(
        f"{MIDI}/map/save",
        "a path (.yaml), and 1 to overwrite what is there",
        "writes the map; answers `/metamaster/midi/map/saved`",
        save,
    )
    yield Command(f"{MIDI}/map/load", "a path (.yaml)", "takes the map from a file", load)


def _controls(desk: Desk) -> tuple[str, ...]:
    return tuple(dict.fromkeys(knob.control for knob in desk.midi_maps.current.knobs))
