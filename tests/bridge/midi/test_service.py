"""The MIDI service without any MIDI system: its map, its ports' names, what it hears."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import mido
import pytest

from bridge.desk import Desk
from bridge.errors import UnknownPort
from bridge.midi import ports, service
from bridge.midi.map_file import load_map
from bridge.midi.midi_map import Knob
from bridge.midi.ports import MidiOptions, Ports
from bridge.midi.service import MidiService, MidiServiceOptions


class Wire:
    """A port that notes what is sent."""

    def __init__(self) -> None:
        self.sent: list[mido.Message] = []

    def send(self, message: mido.Message) -> None:
        self.sent.append(message)

    def close(self) -> None:
        pass


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr(service, "opened", lambda options, hear: Ports((), (wire,)))
    return wire


def run(desk: Desk, map_file: Path | None, does: Callable[[MidiService], None], until: Callable[[], bool]) -> None:
    async def running() -> None:
        midi = MidiService(desk, MidiServiceOptions(MidiOptions(virtual="metamaster"), map_file))
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


class Backend:
    """A MIDI system with two ports."""

    def get_input_names(self) -> list[str]:
        return ["nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0", "X-Touch:X-Touch MIDI 1 24:0"]

    get_output_names = get_input_names

    def open_input(self, name: str, **how: object) -> object:
        if "X-Touch" in name:
            raise OSError("busy")
        return (name, how)

    open_output = open_input


def test_a_part_of_a_ports_name_is_enough(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ports, "_backend", lambda api: Backend())
    found = ports.opened(MidiOptions(inputs=("nanokontrol",)), lambda message: None)
    assert found.inputs[0][0].startswith("nanoKONTROL2")


@pytest.mark.parametrize(
    ("name", "said"), [("Faderport", "there are nanoKONTROL2.*, X-Touch"), ("x-touch", "cannot be opened .busy")]
)
def test_an_unknown_port_says_which_there_are(monkeypatch: pytest.MonkeyPatch, name: str, said: str):
    monkeypatch.setattr(ports, "_backend", lambda api: Backend())
    with pytest.raises(UnknownPort, match=said):
        ports.opened(MidiOptions(inputs=(name,)), lambda message: None)


def test_an_unknown_midi_system_says_which_there_are():
    with pytest.raises(UnknownPort, match="no MIDI system 'CARRIER_PIGEON'"):
        ports.opened(MidiOptions(virtual="x", api="CARRIER_PIGEON"), lambda message: None)
