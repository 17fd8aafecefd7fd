"""The settings file: what is saved can be loaded, and what is damaged is said plainly."""

import json
import math
import os
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.chain.settings_file import About, Delivery, SettingsFile, load_settings, save_settings
from metamaster.chain.uncertainty import Uncertainty
from metamaster.errors import DamagedSettings, InputMissing, OutputExists
from tests.chain.settings_examples import ABOUT, any_about, any_delivery, any_uncertainty, any_values, file_with

same_folder = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warm.json"


@pytest.fixture
def content(path: Path) -> dict[str, Any]:
    """What a good file holds."""
    save_settings(path, file_with(loudness_lufs=-14.0))
    return json.loads(path.read_text())


def refusal(path: Path, content: object) -> str:
    """What is said about a file with that content."""
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(DamagedSettings) as caught:
        load_settings(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


@same_folder
@given(any_values, any_delivery, any_about, any_uncertainty)
def test_what_is_saved_is_loaded(
    path: Path, values: tuple[float, ...], delivery: Delivery, about: About, uncertainty: Uncertainty | None
):
    file = SettingsFile(Settings(values), delivery, about, uncertainty)
    save_settings(path, file, overwrite=True)
    assert load_settings(path) == file


def test_it_is_json_with_format_version_and_every_parameter_in_order(content: dict[str, Any]):
    assert list(content) == ["format", "version", "parameters", "delivery", "about"]
    assert (content["format"], content["version"]) == ("metamaster-settings", 2)
    assert content["parameters"] == {entry.name: entry.default for entry in PARAMETERS}
    assert list(content["parameters"]) == [entry.name for entry in PARAMETERS]
    assert content["delivery"] == {"loudness_lufs": -14.0, "true_peak_db": -1.0}
    assert content["about"]["references"] == [{"name": "reference.flac", "weight": 1.0}]


def test_what_is_not_known_is_not_there(content: dict[str, Any]):
    assert "uncertainty" not in content


def test_a_file_of_the_first_version_is_read(path: Path, content: dict[str, Any]):
    path.write_text(json.dumps({**content, "version": 1}))
    assert load_settings(path) == file_with(loudness_lufs=-14.0)


SURE = {"deviation": {"eq.mid.bell_1.gain_db": 0.4, "eq.mid.bell_1.q": 0.2}, "undetermined": ["eq.mid.bell_1.q"]}


def test_how_sure_a_value_is_stands_by_its_name(path: Path):
    sure = Uncertainty(SURE["deviation"], ("eq.mid.bell_1.q",))
    save_settings(path, msgspec.structs.replace(file_with(), uncertainty=sure))
    assert json.loads(path.read_text())["uncertainty"] == SURE


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("deviation", {"bass": 1.0}, "There is no parameter 'bass': take it out of uncertainty.deviation."),
        (
            "deviation",
            {"trim.gain_db": -1.0},
            "uncertainty.deviation.trim.gain_db is -1.0, but must be a number of at least 0.",
        ),
        (
            "undetermined",
            ["trim.gain_db"],
            "uncertainty.undetermined names 'trim.gain_db', which has no deviation: take it out.",
        ),
        ("colour", 1, "the key uncertainty.colour is unknown: choose from deviation, undetermined."),
    ],
)
def test_an_uncertainty_that_does_not_fit(path: Path, content: dict[str, Any], part: str, value: object, said: str):
    assert refusal(path, {**content, "uncertainty": {**SURE, part: value}}) == said


def test_an_uncertainty_that_is_no_section(path: Path, content: dict[str, Any]):
    assert refusal(path, {**content, "uncertainty": 3}) == "uncertainty is 3, but must be named values."


def test_it_has_a_line_for_each_value(path: Path):
    save_settings(path, file_with())
    assert '\n    "trim.gain_db": 0.0,\n' in path.read_text()


def test_whole_numbers_are_numbers(path: Path, content: dict[str, Any]):
    content["parameters"]["trim.gain_db"] = 3
    path.write_text(json.dumps(content))
    assert load_settings(path).settings["trim.gain_db"] == 3.0


def test_a_byte_order_mark_is_no_damage(path: Path, content: dict[str, Any]):
    path.write_text(json.dumps(content), encoding="utf-8-sig")
    assert load_settings(path).settings == DEFAULTS


def test_what_may_be_left_out_may_be_left_out(path: Path, content: dict[str, Any]):
    del content["about"]["rule"], content["about"]["steps"]
    path.write_text(json.dumps(content))
    assert load_settings(path).about == ABOUT


def test_names_that_are_not_valid_unicode_are_written_all_the_same(path: Path):
    name = os.fsdecode(b"caf\xe9.wav")
    save_settings(path, msgspec.structs.replace(file_with(), about=msgspec.structs.replace(ABOUT, mix=name)))
    assert load_settings(path).about.mix == "caf?.wav"


def test_an_existing_file_is_kept(path: Path):
    save_settings(path, file_with())
    with pytest.raises(OutputExists):
        save_settings(path, file_with(loudness_lufs=-9.0))
    assert load_settings(path).delivery.loudness_lufs is None


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        (Delivery(math.nan, -1.0), "it holds NaN, which is no number"),
        (Delivery(1.0, -1.0), "delivery.loudness_lufs is 1.0, but must be a number from -50 to 0 or null"),
        (Delivery(-14.0, -13.0), "delivery.true_peak_db is -13.0, but must be a number from -12 to 0"),
    ],
)
def test_what_could_not_be_loaded_is_not_written(path: Path, delivery: Delivery, said: str):
    with pytest.raises(DamagedSettings, match=f"warm.json was not written: {said}"):
        save_settings(path, SettingsFile(DEFAULTS, delivery, ABOUT))
    assert not path.exists()


def test_a_missing_file_is_missing_input(path: Path):
    with pytest.raises(InputMissing, match=r"warm.json does not exist: check the name"):
        load_settings(path)


@pytest.mark.parametrize("text", ["", "{", '{"format": "metamaster-settings",}', "not json", "1" * 5000, "[" * 100_000])
def test_damaged_json(path: Path, text: str):
    said = refusal(path, text)
    assert said.startswith("it is damaged (")
    assert said.endswith("correct it there or write it anew.")


def test_damage_is_placed(path: Path):
    assert "line 2 column 1" in refusal(path, '{"format":\n}')


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_that_json_does_not_have(path: Path, content: dict[str, Any], word: str):
    text = json.dumps(content).replace("-14.0", word)
    assert refusal(path, text) == f"it holds {word}, which is no number: correct it."


def test_a_key_that_is_there_twice(path: Path, content: dict[str, Any]):
    text = json.dumps(content).replace('"trim.gain_db": 0.0', '"trim.gain_db": 0.0, "trim.gain_db": 6.0')
    assert refusal(path, text) == "the key trim.gain_db is there twice: remove one."


def test_a_key_that_is_there_twice_is_found_at_once_among_many(path: Path):
    text = "{" + "".join(f'"{number}": 0, ' for number in range(60_000)) + '"z": 0, "z": 0}'
    started_s = time.perf_counter()
    assert refusal(path, text) == "the key z is there twice: remove one."
    assert time.perf_counter() - started_s < 20.0


def test_half_a_character_is_no_number(path: Path, content: dict[str, Any]):
    text = json.dumps(content).replace("-14.0", r'"\ud800"')
    assert refusal(path, text).startswith(r"delivery.loudness_lufs is '\ud800', but must be a number from ")


@pytest.mark.parametrize("other", [[], 3, None, {}, {"format": "another"}, {"version": 1}])
def test_another_format(path: Path, other: object):
    assert refusal(path, other).startswith("it is not a settings file")


def test_a_later_version(path: Path, content: dict[str, Any]):
    said = refusal(path, {**content, "version": 3})
    assert said.startswith("it is from a later metamaster (settings version 3; this one reads up to 2)")
    assert said.endswith("update metamaster.")


@pytest.mark.parametrize("version", [0, -1, 1.0, "1", True, None])
def test_no_version(path: Path, content: dict[str, Any], version: object):
    assert "must be a whole number from 1 to 2" in refusal(path, {**content, "version": version})


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ((), "the key colour is unknown: choose from parameters, delivery, about, uncertainty."),
        (("delivery",), "the key delivery.colour is unknown: choose from loudness_lufs, true_peak_db."),
        (
            ("about",),
            "the key about.colour is unknown: choose from created_by, mix, references, seed, rule, steps.",
        ),
        (("about", "references", 0), "the key about.references.1.colour is unknown: choose from name, weight."),
    ],
)
def test_an_unknown_key_is_answered_with_those_allowed(
    path: Path, content: dict[str, Any], where: tuple[Any, ...], said: str
):
    inner: Any = content
    for key in where:
        inner = inner[key]
    inner["colour"] = 1
    assert refusal(path, content) == said


def test_an_unknown_parameter_is_answered_with_the_nearest(path: Path, content: dict[str, Any]):
    content["parameters"]["trim.gain"] = 1.0
    assert "no parameter 'trim.gain': did you mean 'trim.gain_db'?" in refusal(path, content)


@pytest.mark.parametrize("value", [41.0, -40.5])
def test_a_parameter_out_of_range_is_answered_with_the_range(path: Path, content: dict[str, Any], value: float):
    content["parameters"]["trim.gain_db"] = value
    assert refusal(path, content) == f"trim.gain_db is {value}, but must be a number from -40 to 40 dB."


@pytest.mark.parametrize("value", ["3 dB", None, True, [], 10**400])
def test_a_parameter_that_is_no_number(path: Path, content: dict[str, Any], value: object):
    content["parameters"]["trim.gain_db"] = value
    said = refusal(path, content)
    assert said.startswith("parameters.trim.gain_db is ")
    assert said.endswith("but must be a number.")


def test_a_missing_parameter_is_answered_with_its_neutral_value(path: Path, content: dict[str, Any]):
    del content["parameters"]["multiband.low.attack_ms"]
    assert refusal(path, content) == "the parameter multiband.low.attack_ms is missing: add it (20 is neutral)."


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("loudness_lufs", 3.0, "delivery.loudness_lufs is 3.0, but must be a number from -50 to 0 or null."),
        ("loudness_lufs", "loud", "delivery.loudness_lufs is 'loud', but must be a number from -50 to 0 or null."),
        ("true_peak_db", 0.1, "delivery.true_peak_db is 0.1, but must be a number from -12 to 0."),
        ("true_peak_db", None, "delivery.true_peak_db is None, but must be a number from -12 to 0."),
    ],
)
def test_a_delivery_out_of_range(path: Path, content: dict[str, Any], key: str, value: object, said: str):
    content["delivery"][key] = value
    assert refusal(path, content) == said


def test_a_missing_section(path: Path, content: dict[str, Any]):
    del content["delivery"]
    assert refusal(path, content) == "the key delivery is missing: add it."


def test_audio_named_by_mistake(path: Path):
    path.write_bytes(b"RIFF\xff\xff\xff\xff")
    with pytest.raises(DamagedSettings, match="it is not a text file in UTF-8"):
        load_settings(path)


@same_folder
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda part: st.dictionaries(st.text(), part)))
def test_any_content_is_loaded_or_refused(path: Path, part: object):
    good = {"format": "metamaster-settings", "version": 2, "parameters": part, "delivery": part, "about": part}
    path.write_text(json.dumps(good))
    with pytest.raises(DamagedSettings):
        load_settings(path)
