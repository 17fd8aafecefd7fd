"""Configurations: YAML into frozen, checked classes."""

from pathlib import Path
from typing import Annotated, get_args, get_type_hints

import msgspec
import pytest

from metamaster import config
from metamaster.config import (
    DeliveryTarget,
    MasterConfig,
    config_path,
    delivery_targets,
    load_config,
    master_config,
    named_config,
)
from metamaster.errors import BadConfig, InputMissing
from metamaster.learn.rules.in_jax import RULES
from metamaster.learn.wanted import STYLE_NAMES
from metamaster.options import MasterOptions
from tests.conftest import REPOSITORY


class Example(msgspec.Struct, frozen=True):
    rate: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
    steps: int = 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "example.yaml"


def loaded(path: Path, text: str) -> Example:
    path.write_text(text)
    return load_config(path, Example)


def refusal(path: Path, text: str) -> str:
    with pytest.raises(BadConfig) as caught:
        loaded(path, text)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


def test_keys_become_fields(path: Path):
    assert loaded(path, "rate: 0.5  # half\nsteps: 3\n") == Example(0.5, 3)


def test_classes_are_frozen(path: Path):
    with pytest.raises(AttributeError):
        loaded(path, "rate: 0.5").rate = 0.6


@pytest.mark.parametrize(("text", "value"), [("1e-3", 0.001), ("1", 1.0), ("5E-1", 0.5), (".25", 0.25)])
def test_numbers_as_people_write_them(path: Path, text: str, value: float):
    assert loaded(path, f"rate: {text}").rate == value


def test_an_unknown_key_is_answered_with_those_allowed(path: Path):
    assert refusal(path, "rate: 0.5\nstep: 3") == "the key step is unknown: choose from rate, steps."


def test_a_missing_key(path: Path):
    assert refusal(path, "steps: 3") == "the key rate is missing: add it."


@pytest.mark.parametrize("value", ["2", "-0.1", ".nan", ".inf", "fast", "null", "[1]", "2026-01-01"])
def test_a_bad_value_is_answered_with_key_and_range(path: Path, value: str):
    said = refusal(path, f"rate: {value}")
    assert said.startswith("rate is ")
    assert said.endswith("but must be a number from 0 to 1.")


def test_a_key_that_is_there_twice(path: Path):
    assert refusal(path, "rate: 0.1\nrate: 0.2").startswith("the key rate is there twice")


@pytest.mark.parametrize(
    "text", ["rate: [", "rate: 0.1\n\tsteps: 3", "a: b: c", "rate: 0.1\n---\nrate: 0.2", "rate: \x00"]
)
def test_text_that_is_no_yaml(path: Path, text: str):
    assert refusal(path, text).startswith("it is not valid YAML (")


@pytest.mark.parametrize(
    "value", ['!!int ""', "!!map a", "!!map [a]", "!!bool maybe", "!!timestamp soon", f"1{':00' * 300}.0"]
)
def test_a_value_that_is_not_what_it_says_it_is(path: Path, value: str):
    said = refusal(path, f"steps: 3\nrate: {value}")
    assert said == "line 2 holds a value that is not what it says it is: correct it there."


def test_a_number_that_python_cannot_write_out(path: Path):
    said = refusal(path, f"rate: 0.1\nsteps: [0x{'F' * 5000}]")
    assert said == "steps is a number of thousands of digits, but must be a whole number."


def test_half_a_character(path: Path):
    assert refusal(path, r'rate: "\ud800"') == r"rate is '\ud800', but must be a number from 0 to 1."


def test_merges_of_merges_end(path: Path):
    lines = [f"k{level}: &k{level} {{<<: [{', '.join([f'*k{level - 1}'] * 10)}]}}\n" for level in range(1, 7)]
    assert refusal(path, "k0: &k0 {rate: 0.1}\n" + "".join(lines)).endswith("keys: write out what is meant.")


@pytest.mark.parametrize("text", ["only text", "- 1\n- 2", "1: 2"])
def test_yaml_without_named_values(path: Path, text: str):
    assert refusal(path, text).endswith("but must be named values.")


def test_code_is_not_run(path: Path):
    assert refusal(path, "rate: !!python/object/apply:os.getcwd []").startswith("it is not valid YAML")


def test_a_missing_file(path: Path):
    with pytest.raises(InputMissing, match=r"example.yaml does not exist"):
        load_config(path, Example)


def test_a_configuration_of_the_checkout_is_found():
    assert config_path("master.yaml") == REPOSITORY / "configs" / "master.yaml"


def test_a_packaged_configuration_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    packaged = tmp_path / "metamaster" / "configs" / "master.yaml"
    packaged.parent.mkdir(parents=True)
    packaged.touch()
    monkeypatch.setattr(config, "__file__", str(tmp_path / "metamaster" / "config.py"))
    assert config_path("master.yaml") == packaged


def test_an_unknown_configuration_is_answered_with_those_there_are():
    with pytest.raises(BadConfig, match=r"no configuration masters.yaml: choose from .*delivery.yaml.* master.yaml"):
        config_path("masters.yaml")


def test_what_ships_is_named_in_any_folder_as_in_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert named_config("configs/train/smoke.yaml") == config_path("train/smoke.yaml")
    assert master_config(Path("configs/master.yaml")) == master_config(None)


def test_a_file_of_that_name_comes_before_what_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = Path("configs/train/smoke.yaml")
    (tmp_path / own).parent.mkdir(parents=True)
    (tmp_path / own).touch()
    monkeypatch.chdir(tmp_path)
    assert named_config(own) == own


@pytest.mark.parametrize(
    "name", ["configs/train/none.yaml", "configs/train", "train/smoke.yaml", "/configs/master.yaml"]
)
def test_what_does_not_ship_is_where_it_was_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.chdir(tmp_path)
    assert named_config(name) == Path(name)


@pytest.mark.parametrize(
    ("name", "loudness_lufs", "true_peak_db"),
    [
        ("spotify", -14.0, -1.0),
        ("apple", -16.0, -1.0),
        ("youtube", -14.0, -1.0),
        ("club", -8.0, -0.5),
        ("ebu", -23.0, -1.0),
    ],
)
def test_delivery_targets(name: str, loudness_lufs: float, true_peak_db: float):
    target = delivery_targets()[name]
    assert (target.loudness_lufs, target.true_peak_db) == (loudness_lufs, true_peak_db)


@pytest.mark.parametrize("target", delivery_targets().values(), ids=delivery_targets())
def test_every_target_says_why(target: DeliveryTarget):
    assert target.about.endswith(".")


def test_the_defaults_of_a_mastering_job():
    found = master_config(None)
    assert (found.rule, found.steps, found.bits, found.seed) == ("levenberg-marquardt", 5, 24, 0)
    assert (found.loudness, found.true_peak_db) == ("reference", -1.0)


def test_every_rule_can_be_chosen():
    assert get_args(get_type_hints(MasterConfig)["rule"]) == tuple(RULES)


def test_every_way_to_read_a_style_can_be_chosen():
    assert get_args(get_type_hints(MasterConfig)["style"]) == STYLE_NAMES


def test_a_job_asks_for_what_the_configuration_does():
    assert (master_config(None).style, master_config(None).rule) == (MasterOptions().style, MasterOptions().rule)


def test_a_file_need_only_say_what_differs(path: Path):
    path.write_text("steps: 3\nloudness: -12")
    shipped = master_config(None)
    assert master_config(path) == msgspec.structs.replace(shipped, steps=3, loudness=-12.0)


@pytest.mark.parametrize(("text", "told"), [("step: 3", "the key step is unknown"), ("steps: many", "steps is 'many'")])
def test_what_a_partial_file_says_is_checked(path: Path, text: str, told: str):
    path.write_text(text)
    with pytest.raises(BadConfig, match=f"{path.name}: {told}"):
        master_config(path)


def test_a_list_is_no_configuration(path: Path):
    path.write_text("- steps")
    with pytest.raises(BadConfig, match="must be named values"):
        master_config(path)


@pytest.mark.parametrize("text", ["", "\n", "# steps: 3\n"])
def test_an_empty_file_is_said_to_be_empty(path: Path, text: str):
    assert refusal(path, text) == "it is empty: write in it what is to be set, or name another file."


def test_a_loudness_can_be_a_number_too(path: Path):
    path.write_text((REPOSITORY / "configs" / "master.yaml").read_text().replace("reference  ", "-12"))
    assert load_config(path, MasterConfig).loudness == -12.0
