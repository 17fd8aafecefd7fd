"""The MIDI service without any MIDI system: its map, its ports' names, what it hears."""

import asyncio
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mido
import pytest

from bridge.desk import Desk
from bridge.errors import ProgramAbsent, UnknownPort
from bridge.midi import ports, service
from bridge.midi.map_file import load_map
from bridge.midi.midi_map import Knob
from bridge.midi.ports import MidiOptions, Ports
from bridge.midi.service import MidiService, MidiServiceOptions
from bridge.session.events import Trouble
from metamaster.config import config_path


class Wire:
    """Ports that note what is sent; tests say what becomes of them."""

    def __init__(self) -> None:
        self.sent: list[mido.Message] = []
        self.changes: list[tuple[str, ...]] = []

    @property
    def outputs(self) -> tuple[Any, ...]:
        return (self,)

    def send(self, message: mido.Message) -> None:
        self.sent.append(message)

    def look(self) -> tuple[str, ...]:
        return self.changes.pop() if self.changes else ()

    def close(self) -> None:
        pass


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr(service, "Ports", lambda options, hear: wire)
    return wire


def run(desk: Desk, map_file: Path | None, does: Callable[[MidiService], None], until: Callable[[], bool]) -> None:
    async def running() -> None:
        midi = MidiService(desk, MidiServiceOptions(MidiOptions(virtual="metamaster", inputs=("knobs",)), map_file))
        await midi.start()
        try:
            does(midi)
            for _ in range(500):
                if until():
                    return
                await asyncio.sleep(0.01)
            raise TimeoutError
        finally:
            await midi.stop()

    asyncio.run(running())


def test_at_the_start_every_knob_is_sent_its_value(desk: Desk, wire: Wire):
    first = desk.midi_maps.current
    run(desk, None, lambda midi: None, lambda: len(wire.sent) > 150)
    assert desk.midi_maps.current != first
    assert {message.control for message in wire.sent if message.type == "control_change"} > {3, 9, 99, 98, 6, 38}


def test_what_is_heard_from_any_thread_turns_a_control(desk: Desk, wire: Wire):
    knob = mido.Message("control_change", control=3, value=64)

    def turn(midi: MidiService) -> None:
        import threading

        thread = threading.Thread(target=midi.hear, args=(knob,))
        thread.start()
        thread.join()

    run(desk, None, turn, lambda: desk.session.get("trim.gain_db") != 0.0)


def test_a_learnt_knob_is_kept_in_the_file(desk: Desk, wire: Wire, tmp_path: Path):
    path = tmp_path / "mine.yaml"

    def learn(midi: MidiService) -> None:
        desk.midi_maps.arm("bypass")
        midi.hear(mido.Message("control_change", channel=4, control=70, value=1))

    run(desk, path, learn, lambda: desk.midi_maps.armed is None)
    assert Knob("bypass", "cc", 70, 5) in load_map(path).knobs


def test_a_program_that_has_no_preset_is_told_of(desk: Desk, wire: Wire):
    told: list = []
    desk.session.bus.subscribe(told.append)
    run(
        desk,
        None,
        lambda midi: midi.hear(mido.Message("program_change", program=9)),
        lambda: any(getattr(event, "code", "") == "out_of_range" for event in told),
    )


def test_a_controller_that_is_back_is_told_everything_again(desk: Desk, wire: Wire, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "LOOK_EVERY_S", 0.01)
    told: list = []
    desk.session.bus.subscribe(told.append)
    wire.changes = [("The MIDI output knobs is back.",)]
    first = len(load_map(config_path("midi.yaml")).knobs)
    run(desk, None, lambda midi: None, lambda: len(wire.sent) > 2 * first and not wire.changes)
    assert Trouble("midi_port_changed", "The MIDI output knobs is back.") in told


class Port:
    """A port of the MIDI system below."""

    def __init__(self, name: str) -> None:
        self.name, self.closed = name, False

    def close(self) -> None:
        self.closed = True


class Backend:
    """A MIDI system with two ports."""

    names = ("nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0", "X-Touch:X-Touch MIDI 1 24:0")

    def get_input_names(self) -> list[str]:
        return list(self.names)

    get_output_names = get_input_names

    def open_input(self, name: str, **how: object) -> Port:
        if "X-Touch" in name:
            raise OSError("busy")
        return Port(name)

    open_output = open_input


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    backend = Backend()
    monkeypatch.setattr(ports, "_backend", lambda api: backend)
    return backend


def opened(**options: Any) -> Ports:
    return Ports(MidiOptions(**options), lambda message: None)


def test_a_part_of_a_ports_name_is_enough(backend: Backend):
    (port,) = opened(outputs=("nanokontrol",)).outputs
    assert port.name.startswith("nanoKONTROL2")


@pytest.mark.parametrize(
    ("name", "said"), [("Faderport", "there are nanoKONTROL2.*, X-Touch"), ("x-touch", "cannot be opened .busy")]
)
def test_an_unknown_port_says_which_there_are(backend: Backend, name: str, said: str):
    with pytest.raises(UnknownPort, match=said):
        opened(inputs=(name,))


def test_without_rtmidi_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    monkeypatch.delitem(sys.modules, "mido.backends.rtmidi", raising=False)
    with pytest.raises(ProgramAbsent, match=r"needs python-rtmidi, .* or leave out --midi\.$"):
        opened(virtual="metamaster")


def test_a_port_that_goes_is_closed_and_one_that_comes_back_is_opened(backend: Backend):
    found = opened(outputs=("nanokontrol",))
    (first,) = found.outputs
    assert found.look() == ()
    backend.names = ()
    assert found.look() == (f"The MIDI output {first.name} has gone: it is used again when it is back.",)
    assert first.closed and found.outputs == () and found.look() == ()
    backend.names = ("nanoKONTROL2:nanoKONTROL2 MIDI 1 28:0",)
    assert found.look() == ("The MIDI output nanoKONTROL2:nanoKONTROL2 MIDI 1 28:0 is back.",)
    (second,) = found.outputs
    found.close()
    assert second.closed and found.look() == ()


def test_a_port_is_not_closed_while_it_sends(backend: Backend, monkeypatch: pytest.MonkeyPatch):
    found = opened(outputs=("nanokontrol",))
    (port,) = found.outputs
    looked = threading.Thread(target=found.look)
    closed = []

    def send(message: mido.Message) -> None:
        backend.names = ()
        looked.start()
        looked.join(0.2)
        closed.append(port.closed)

    monkeypatch.setattr(port, "send", send, raising=False)
    found.send(mido.Message("clock"))
    looked.join()
    assert closed == [False] and port.closed
    found.send(mido.Message("clock"))
    assert closed == [False]


def test_an_unknown_midi_system_says_which_there_are():
    pytest.importorskip("rtmidi", reason="needs python-rtmidi: pip install python-rtmidi (docs/midi.md)")
    with pytest.raises(UnknownPort, match="no MIDI system 'CARRIER_PIGEON'"):
        opened(virtual="x", api="CARRIER_PIGEON")
