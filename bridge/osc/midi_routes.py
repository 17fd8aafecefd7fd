"""The addresses of the MIDI map."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import OVERWRITE, Given, target, text
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property

MIDI = f"{ROOT}/midi"


def midi_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    maps = desk.midi_maps

    def learn(endpoint: Endpoint, given: Given) -> None:
        maps.arm(text(given[0], "name") if given else None)

    def forget(endpoint: Endpoint, given: Given) -> None:
        maps.forget(text(given[0], "name"))

    async def save(endpoint: Endpoint, given: Given) -> None:
        path, overwrite = target(given)
        await desk.save_midi_map(path, overwrite)
        endpoint.tell(f"{MIDI}/map/saved", (path,))

    async def load(endpoint: Endpoint, given: Given) -> None:
        await desk.load_midi_map(text(given[0], "path"))

    yield Property(
        f"{MIDI}/armed", "", "the control that waits for a knob; empty for none", lambda: (maps.armed or "",)
    )
    yield Property(f"{MIDI}/knobs", "", "the controls that have a knob", lambda: _controls(desk))
    takes = "a control's name, or nothing to learn no more"
    yield Command(f"{MIDI}/learn", takes, "the knob moved next is this control's", learn, 0, 1)
    yield Command(f"{MIDI}/forget", "a control's name", "takes its knob from it", forget, 1, 1)
    about = "writes the map; answers `/metamaster/midi/map/saved`"
    yield Command(f"{MIDI}/map/save", f"a path (.yaml), {OVERWRITE}", about, save, 1, 2)
    yield Command(f"{MIDI}/map/load", "a path (.yaml)", "takes the map from a file", load, 1, 1)


def _controls(desk: Desk) -> tuple[str, ...]:
    return tuple(dict.fromkeys(knob.control for knob in desk.midi_maps.current.knobs))
