"""What ``metamaster bridge`` makes of its arguments."""

import sys
from pathlib import Path

import pytest

from metamaster.cli.parser import build_parser
from metamaster.errors import BadOption

if sys.platform == "win32":
    pytest.skip("the bridge runs elsewhere", allow_module_level=True)

from bridge.app import BridgeOptions
from metamaster.cli import bridge_command, ctl_command


def options(*words: str) -> BridgeOptions:
    return bridge_command.options_of(build_parser().parse_args(["bridge", *words]))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is called in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["state", "presets", "genres"])
def test_a_path_is_whole_for_processes_that_run_elsewhere(here: Path, name: str) -> None:
    assert getattr(options(f"--{name}", "a"), name) == here / "a"


def test_roots_are_whole(here: Path) -> None:
    assert options("--root", "a", "--root", ".").roots == (here / "a", here)


def test_watched_folders_are_whole(here: Path) -> None:
    watch = options("--watch", "a", "b").watch
    assert watch is not None and (watch.folder, watch.out) == (here / "a", here / "b")


def test_the_midi_map_is_whole(here: Path) -> None:
    assert options("--midi-map", "a.json").midi.map_file == here / "a.json"


@pytest.mark.parametrize("option", ["--port", "--tcp-port", "--http"])
@pytest.mark.parametrize("port", ["65536", "99999", "-1"])
def test_no_other_port_is_taken_for_one_that_is_none(option: str, port: str) -> None:
    with pytest.raises(BadOption, match=f"^{option} is {port}: give 0 to 65535.$"):
        options(option, port)


def test_the_panel_has_no_port_above_the_highest() -> None:
    with pytest.raises(BadOption, match="--http, ten above --port, is 65540"):
        options("--port", "65530")


@pytest.mark.parametrize("port", ["0", "99999"])
def test_a_bridge_to_talk_to_has_a_port(port: str) -> None:
    with pytest.raises(BadOption, match="give 1 to 65535"):
        ctl_command.run(build_parser().parse_args(["ctl", "--port", port, "ping"]))
