"""The map: readable, checked by name, made from the registry, saved whole."""

from pathlib import Path

import pytest

from bridge.errors import UnknownControl, WrongType
from bridge.midi.default_map import PATH, default_map, default_text
from bridge.midi.map_file import load_map, save_map
from bridge.midi.map_holder import MapHolder
from bridge.midi.midi_map import Knob, MidiMap
from bridge.session.controls import CONTROLS
from metamaster.errors import BadConfig, OutputExists

EMPTY = MidiMap(1, (), ())


def test_the_file_is_what_the_registry_makes_of_it():
    assert PATH.read_text(encoding="utf-8") == default_text(), "run python -m bridge.midi.default_map"


def test_the_file_holds_the_default_map():
    assert load_map(PATH) == default_map()


def test_every_control_that_can_be_turned_has_a_knob():
    assert {knob.control for knob in default_map().knobs} == {
        control.name for control in CONTROLS.values() if control.kind != "text"
    }


KNOB = "knobs: [{control: trim.gain_db, by: cc, number: 20}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"programs: 1\nkeys: []\n{KNOB}, {{control: eq.nothing, by: cc, number: 21}}]",
            "knobs.2: there is no control",
        ),
        (f"programs: 1\ngenres: 1\nkeys: []\n{KNOB}]", "channel 1 is that of programs and of genres"),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: genre, by: cc, number: 21}}]", "genre holds text"),
        (
            f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: cc, number: 20}}]",
            "cc 20 on channel 1 is there twice",
        ),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: cc, number: 128}}]", "cc goes from 0 to 127"),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: cc14, number: 32}}]", "cc14 goes from 0 to 31"),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: cc, number: 99}}]", "needs for NRPN"),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: cc14, number: 6}}]", "needs for NRPN"),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: knob, number: 1}}]", "knobs.2.by is 'knob'"),
        (f"programs: 1\nkeys: []\n{KNOB}, {{control: bypass, by: cc, numbr: 1}}]", "knobs.2.numbr is unknown"),
        ("programs: 17\nkeys: []\nknobs: []", "programs is 17"),
        ("programs: 1\nkeys: [{does: dance, note: 1}]\nknobs: []", "keys.1.does is 'dance'"),
        ("programs: 1\nkeys: [{does: ab, note: 1}, {does: undo, note: 1}]\nknobs: []", "note 1 on channel 1"),
        ("programs: 1\nknobs: []", "the key keys is missing"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str):
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(BadConfig, match=r"map\.yaml") as refused:
        load_map(path)
    assert said in str(refused.value)


def test_what_is_saved_is_read_back(tmp_path: Path):
    found = default_map().with_knob(Knob("bypass", "cc14", 16, channel=3, soft=False))
    save_map(tmp_path / "mine.yaml", found)
    assert load_map(tmp_path / "mine.yaml") == found
    with pytest.raises(OutputExists):
        save_map(tmp_path / "mine.yaml", found)


def test_a_learnt_knob_takes_its_place_and_its_control_from_others():
    holder = MapHolder()
    holder.replace(MidiMap(1, (), (Knob("trim.gain_db", "cc", 20), Knob("bypass", "cc", 21), Knob("ab", "cc", 22))))
    holder.arm("bypass")
    holder.learn(Knob("bypass", "cc", 20))
    assert holder.armed is None
    assert holder.current.knobs == (Knob("ab", "cc", 22), Knob("bypass", "cc", 20))


def test_only_what_can_be_turned_is_armed():
    with pytest.raises(UnknownControl):
        MapHolder().arm("eq.nothing")
    with pytest.raises(WrongType):
        MapHolder().arm("genre")


def test_a_control_without_a_knob_has_none_to_forget():
    with pytest.raises(UnknownControl, match="no knob for 'bypass'"):
        EMPTY.without("bypass")
