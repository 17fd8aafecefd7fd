"""Transport, automation and the MIDI map, as a client sees them."""

from pathlib import Path

from bridge.midi.midi_map import Knob
from bridge.osc.codec import Message
from tests.bridge.conftest import Served

GAIN = "eq.mid.bell_1.gain_db"


def test_the_transport_is_led_and_listened_to(served: Served):
    sequencer, panel = served.udp(), served.udp()
    panel.ask("/metamaster/transport/start_listen")
    sequencer.ask("/metamaster/transport/locate", 12.0)
    assert sequencer.ask("/metamaster/transport") == [Message("/metamaster/transport", (0, 12.0, 24.0, 120.0))]
    sequencer.ask("/metamaster/transport/tempo", 90.0)
    assert panel.receive().arguments[3] == 90.0
    sequencer.ask("/metamaster/transport/roll", 1)
    assert panel.receive().arguments[0] == 1


def test_a_position_that_cannot_be_is_refused(served: Served):
    (answer,) = served.udp().ask("/metamaster/transport/locate", -1.0)
    assert answer.address == "/metamaster/error" and answer.arguments[1] == "out_of_range"


def test_automation_is_exported_imported_and_cleared(served: Served, root: Path):
    client = served.udp()
    (root / "lanes.csv").write_text(f"seconds,parameter,value\n1,{GAIN},2.5\n")
    client.send("/metamaster/automation/import", "lanes.csv")
    assert client.receive() == Message("/metamaster/automation/lanes", (GAIN,))
    client.send("/metamaster/automation/export", "lanes.json")
    assert client.receive() == Message("/metamaster/automation/exported", ("lanes.json",))
    assert '"metamaster-automation"' in (root / "lanes.json").read_text()
    client.ask("/metamaster/automation/clear", GAIN)
    assert client.ask("/metamaster/automation/lanes") == [Message("/metamaster/automation/lanes", ())]


def test_a_ping_is_answered_once_files_are_read_and_written(served: Served, root: Path):
    client = served.udp()
    (told,) = client.ask("/metamaster/automation/export", "lanes.csv")
    assert told == Message("/metamaster/automation/exported", ("lanes.csv",)) and (root / "lanes.csv").exists()
    (refused,) = client.ask("/metamaster/automation/import", "missing.csv")
    assert refused.arguments[1] == "input_missing"


def test_automation_is_not_written_outside_the_roots(served: Served, tmp_path: Path):
    client = served.udp()
    client.send("/metamaster/automation/export", str(tmp_path / "lanes.json"))
    assert client.receive().arguments[1] == "outside_roots"
    assert not (tmp_path / "lanes.json").exists()


def test_a_control_is_armed_to_learn_a_knob_and_the_map_is_saved(served: Served, root: Path):
    client = served.udp()
    client.ask("/metamaster/midi/learn", GAIN)
    assert client.ask("/metamaster/midi/armed") == [Message("/metamaster/midi/armed", (GAIN,))]
    served.call(lambda: served.desk.midi_maps.learn(Knob(GAIN, "cc", 20)))
    assert client.ask("/metamaster/midi/knobs") == [Message("/metamaster/midi/knobs", (GAIN,))]
    client.send("/metamaster/midi/map/save", "mine.yaml")
    assert client.receive() == Message("/metamaster/midi/map/saved", ("mine.yaml",))
    assert f"control: {GAIN}, by: cc, number: 20" in (root / "mine.yaml").read_text()
    client.ask("/metamaster/midi/forget", GAIN)
    assert client.ask("/metamaster/midi/knobs") == [Message("/metamaster/midi/knobs", ())]


def test_genres_are_listed_chosen_and_deleted(served: Served, tmp_path: Path):
    client, panel = served.udp(), served.udp()
    (tmp_path / "genres").mkdir()
    for name in ("Album", "Dub"):
        (tmp_path / "genres" / f"{name}.safetensors").touch()
    panel.ask("/metamaster/genres/start_listen")
    assert client.ask("/metamaster/genre/choose", 1) == [Message("/metamaster/genre", ("Dub",))]
    assert panel.receive() == Message("/metamaster/genres", ("Album", "Dub"))
    assert client.ask("/metamaster/genre/choose") == [Message("/metamaster/genre", ("",))]
    assert client.ask("/metamaster/genre/set", "Album") == [Message("/metamaster/genre", ("Album",))]
    client.send("/metamaster/genre/delete", "Album")
    assert client.receive() == Message("/metamaster/genre/deleted", ("Album",))
    assert client.ask("/metamaster/genre") == [Message("/metamaster/genre", ("",))]


def test_keeping_references_as_a_genre_is_a_job(served: Served):
    client = served.udp()
    (refused,) = client.ask("/metamaster/genre/save", "Mine")
    assert refused.arguments[1] == "mix_missing"
    client.ask("/metamaster/reference/add", "one.wav")
    assert client.ask("/metamaster/genre/save", "Mine") == [Message("/metamaster/job/queued", (1, "teach"))]
