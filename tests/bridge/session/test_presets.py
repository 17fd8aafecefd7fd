"""Presets are settings files in a folder."""

from pathlib import Path

import pytest

from bridge.errors import BadPresetName, UnknownPreset
from bridge.session.presets import PresetFolder
from metamaster.chain.settings import DEFAULTS
from metamaster.chain.settings_file import About, Delivery, SettingsFile, load_settings
from metamaster.errors import DamagedSettings, OutputUnwritable

FILE = SettingsFile(DEFAULTS.replace({"limiter.drive_db": 3.0}), Delivery(-12.0, -1.0), About("me", "mix", (), 0))


@pytest.fixture
def presets(tmp_path: Path) -> PresetFolder:
    return PresetFolder(tmp_path / "made" / "later")


def test_without_a_folder_there_are_none(presets: PresetFolder):
    assert presets.names() == ()


def test_a_preset_is_a_settings_file(presets: PresetFolder):
    presets.save("Loud (club)", FILE)
    assert load_settings(presets.folder / "Loud (club).json") == FILE == presets.load("Loud (club)")


def test_presets_are_sorted_by_name(presets: PresetFolder):
    for name in ("b", "a", "Ü"):
        presets.save(name, FILE)
    assert presets.names() == ("a", "b", "Ü")


def test_a_preset_is_written_over_and_deleted(presets: PresetFolder):
    presets.save("a", FILE)
    presets.save("a", FILE)
    presets.delete("a")
    assert presets.names() == ()


def test_other_files_are_no_presets(presets: PresetFolder):
    presets.save("a", FILE)
    (presets.folder / ".b.json").write_text("")
    (presets.folder / "c.txt").write_text("")
    assert presets.names() == ("a",)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "a/b", "a\\b", ".a", "a.", " a", "a ", "a\0b", "a" * 65, "C:", "a+"]
)
def test_a_name_can_lead_nowhere_else(presets: PresetFolder, name: str):
    for use in (presets.load, presets.delete, lambda given: presets.save(given, FILE)):
        with pytest.raises(BadPresetName):
            use(name)


def test_a_name_that_is_refused_is_told_how_it_may_end(presets: PresetFolder):
    with pytest.raises(BadPresetName, match=r"end with a letter, a digit, _ or \)"):
        presets.save("Loud+", FILE)


@pytest.mark.parametrize("name", ["Mine.json", "Mine.JSON"])
def test_a_name_leaves_the_ending_of_its_file_out(presets: PresetFolder, name: str):
    presets.save("Mine", FILE)
    with pytest.raises(BadPresetName, match=r"leave out \.json"):
        presets.save(name, FILE)
    (presets.folder / f"{name}.json").touch()
    assert presets.names() == ("Mine",)


def test_what_is_not_there_can_be_neither_loaded_nor_deleted(presets: PresetFolder):
    for use in (presets.load, presets.delete):
        with pytest.raises(UnknownPreset):
            use("a")


def test_a_damaged_preset_is_refused(presets: PresetFolder):
    presets.save("a", FILE)
    (presets.folder / "a.json").write_text("{")
    with pytest.raises(DamagedSettings):
        presets.load("a")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable):
        PresetFolder(tmp_path / "file" / "presets").save("a", FILE)


def test_a_name_that_no_disk_can_hold_is_of_no_preset(presets: PresetFolder):
    presets.save("a", FILE)
    with pytest.raises(UnknownPreset):
        presets.load("\U00020000" * 64)
