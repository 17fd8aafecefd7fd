"""What knobs, keys and programs do, and what is sent back to them."""

from pathlib import Path

import mido
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bridge.desk import Desk
from bridge.midi.decoder import Decoder, Turned
from bridge.midi.encoder import messages_for
from bridge.midi.learner import Learner
from bridge.midi.midi_map import Key, Knob, MidiMap
from bridge.midi.panel import HELD_S, Panel
from bridge.midi.reader import Reader
from bridge.midi.takeover import Takeover
from bridge.session.session import Session
from metamaster.errors import MetamasterError
from tests.bridge.clock import Clock
from tests.bridge.conftest import Crank

GAIN = "eq.mid.bell_1.gain_db"
FREQ = "eq.mid.bell_1.freq_hz"
FADER = Knob("limiter.drive_db", "nrpn", 300, soft=False)
MAP = MidiMap(
    programs=2,
    keys=(Key("adapt", 36), Key("bypass", 37), Key("ab", 38), Key("undo", 39), Key("record", 40)),
    knobs=(Knob(GAIN, "cc", 20, soft=False), Knob(FREQ, "cc14", 16), FADER),
)


@pytest.fixture
def panel(desk: Desk, clock: Clock) -> Panel:
    desk.midi_maps.replace(MAP)
    made = Panel(desk, clock)
    desk.session.bus.subscribe(
        lambda event: made.changed(event.name, event.source) if hasattr(event, "value") else None
    )
    list(made.to_send())
    return made


@pytest.fixture
def reader(desk: Desk, panel: Panel) -> Reader:
    return Reader(desk, panel, lambda found: False)


def cc(number: int, value: int, channel: int = 1) -> mido.Message:
    return mido.Message("control_change", channel=channel - 1, control=number, value=value)


def read(reader: Reader, *messages: mido.Message) -> None:
    for message in messages:
        reader.read(message, 0.0)


@given(st.sampled_from(["cc", "cc14", "nrpn"]), st.integers(0, 31), st.integers(1, 16), st.floats(0.0, 1.0))
def test_what_is_encoded_is_decoded(kind: str, number: int, channel: int, norm: float):
    assume(kind == "nrpn" or number != 6)
    knob, decoder, last = Knob("bypass", kind, number, channel), Decoder(), {}
    for message in messages_for(knob, norm):
        for turned in decoder.control_change(message.channel + 1, message.control, message.value):
            last[turned.place] = turned
    assert last[knob.place].norm == pytest.approx(norm, abs=0.5 / knob.highest + 1e-9)


def test_after_null_data_entry_means_nothing():
    decoder = Decoder()
    for number, value in ((99, 1), (98, 2), (6, 5), (99, 127), (98, 127)):
        list(decoder.control_change(1, number, value))
    assert list(decoder.control_change(1, 6, 9)) == []


def test_a_registered_parameter_is_not_ours():
    decoder = Decoder()
    for number, value in ((99, 1), (98, 2), (101, 0), (100, 0)):
        list(decoder.control_change(1, number, value))
    assert list(decoder.control_change(1, 6, 9)) == []


def test_seven_bits_turn_a_control(reader: Reader, session: Session):
    read(reader, cc(20, 127))
    assert session.get(GAIN) == 9.0


def test_fourteen_bits_turn_finely(reader: Reader, session: Session):
    session.set(FREQ, 40.0, "panel")
    read(reader, cc(16, 0), cc(48, 1))
    assert session.get(FREQ) == pytest.approx(40.0 * 7.5 ** (1 / 16383), rel=1e-6)


def test_nrpn_turns_a_control(reader: Reader, session: Session):
    read(reader, cc(99, 300 >> 7), cc(98, 300 & 127), cc(6, 127), cc(38, 127))
    assert session.get("limiter.drive_db") == 36.0


def test_a_knob_of_another_channel_turns_nothing(reader: Reader, session: Session):
    read(reader, cc(20, 127, channel=2))
    assert session.get(GAIN) == 0.0


def test_notes_do_things(reader: Reader, session: Session, crank: Crank):
    press = [mido.Message("note_on", note=note, velocity=100) for note in (37, 38, 40)]
    read(reader, *press)
    assert (session.get("bypass"), session.get("ab"), session.get("automation")) == (1.0, 1.0, 2.0)
    read(reader, *press, mido.Message("note_on", note=37, velocity=0), mido.Message("note_off", note=38))
    assert (session.get("bypass"), session.get("ab"), session.get("automation")) == (0.0, 0.0, 0.0)
    with pytest.raises(MetamasterError, match="no mix"):
        read(reader, mido.Message("note_on", note=36, velocity=1))


async def save(desk: Desk, *names: str) -> None:
    for number, name in enumerate(names):
        desk.session.set(GAIN, float(number), "")
        await desk.save_preset(name)


def test_program_change_loads_a_preset(desk: Desk, reader: Reader, session: Session):
    import asyncio

    asyncio.run(save(desk, "air", "bass"))
    change = mido.Message("program_change", channel=1, program=0)
    read(reader, change)
    assert session.get(GAIN) == 0.0 and session.preset == "air"
    read(reader, cc(0, 1, 5), cc(32, 1, 5), change)  # the bank of another channel is not this one's
    assert session.preset == "air"
    read(reader, cc(0, 0, 2), cc(32, 1, 2))
    with pytest.raises(MetamasterError, match="no preset 128"):
        read(reader, change)


def test_soft_takeover_waits_for_the_knob_to_meet_the_value():
    hold = Takeover()
    assert [hold.turned(norm, 0.5) for norm in (0.1, 0.3, 0.45, 0.55, 0.9)] == [False, False, False, True, True]


def test_soft_takeover_begins_anew_when_somebody_else_moves_the_control():
    hold = Takeover()
    hold.turned(0.5, 0.5)
    hold.moved(0.9)
    assert not hold.turned(0.55, 0.9) and hold.turned(0.95, 0.9)


def test_a_motor_fader_follows_the_control(panel: Panel, session: Session):
    session.set("limiter.drive_db", 36.0, "panel")
    sent = [(one.control, one.value) for one in panel.to_send() if one.type == "control_change"]
    assert sent == [(99, 2), (98, 44), (6, 127), (38, 127), (99, 127), (98, 127)]
    assert list(panel.to_send()) == []


def test_a_knob_in_the_hand_is_not_spoken_to(reader: Reader, panel: Panel, session: Session, clock: Clock):
    read(reader, cc(20, 100))
    session.set(GAIN, -9.0, "panel")
    assert [one for one in panel.to_send() if one.type == "control_change"] == []
    clock.passes(HELD_S + 0.01)
    assert [(one.control, one.value) for one in panel.to_send()] == [(20, 0)]


def test_a_knob_that_said_it_is_not_told_it_again(reader: Reader, panel: Panel, clock: Clock):
    read(reader, cc(20, 100))
    clock.passes(HELD_S + 0.01)
    assert list(panel.to_send()) == []


def test_keys_show_what_is_on(reader: Reader, panel: Panel, session: Session):
    session.set("bypass", 1.0, "panel")
    assert mido.Message("note_on", note=37, velocity=127) in list(panel.to_send())


@pytest.mark.parametrize(
    ("messages", "knob"),
    [
        ([(21, 3), (21, 4)], Knob(GAIN, "cc", 21, 1)),
        ([(7, 3), (39, 99), (7, 4)], Knob(GAIN, "cc14", 7, 1)),
        ([(7, 3), (7, 4), (8, 1)], Knob(GAIN, "cc", 7, 1)),
        ([(99, 1), (98, 2), (6, 64)], Knob(GAIN, "nrpn", 130, 1)),
        ([(0, 1), (32, 1), (22, 5)], Knob(GAIN, "cc", 22, 1)),
        ([], None),
    ],
)
def test_a_knob_is_learnt_from_what_it_sends(messages: list[tuple[int, int]], knob: Knob | None):
    learner, decoder, found = Learner(GAIN), Decoder(), None
    for number, value in messages:
        found = found or learner.heard(list(decoder.control_change(1, number, value)))
    assert (found or learner.decided()) == knob


@given(st.lists(st.binary(min_size=1, max_size=12), max_size=30))
def test_no_bytes_do_harm(packets: list[bytes]):
    from bridge.roots import Roots
    from bridge.session.presets import PresetFolder

    desk = Desk(Session(), Roots((Path("/"),)), PresetFolder(Path("/nowhere")), Path("/nowhere"))
    desk.midi_maps.replace(MAP)
    reader = Reader(desk, Panel(desk), lambda found: False)
    parser = mido.Parser()
    for packet in packets:
        parser.feed(packet)
    for message in (*parser, mido.Message("sysex", data=(0x7F, 0, 1, 1)), mido.Message("sysex", data=(0x7F,))):
        try:
            reader.read(message, 0.0)
        except MetamasterError as error:
            assert str(error)


def test_genres_are_chosen_by_program_and_by_a_key(desk: Desk, clock: Clock, tmp_path: Path):
    (tmp_path / "genres").mkdir()
    for name in ("Album", "Dub"):
        (tmp_path / "genres" / f"{name}.safetensors").touch()
    desk.midi_maps.replace(MidiMap(1, (Key("genre", 43),), (), genres=2))
    panel = Panel(desk, clock)
    panel.program(2, 1)
    assert desk.session.get("genre") == "Dub"
    assert mido.Message("note_on", note=43, velocity=127) in list(panel.to_send())
    panel.press(1, 43)
    assert desk.session.get("genre") == ""


def test_turned_positions_are_from_0_to_1():
    assert Turned(("cc", 1, 2), 127, 127).norm == 1.0
