"""The controller script in node, with Bitwig stood in for, and a real bridge."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Clip
from tests.e2e.bridge_process import BridgeProcess
from tests.e2e.kits.conftest import WriteKit, eventually

STAND_IN = Path(__file__).with_name("bitwig_stand_in.js")
CEILING, DRIVE = "Limiter: ceiling_db", "Saturation: drive_db"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs node: apt install nodejs")


class Bitwig:
    """Bitwig with the script, as far as the script sees it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, *words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def shown(self, label: str) -> str:
        self.do("show", label)
        return self.said().removeprefix("shows ")


@pytest.fixture
def bitwig(running: BridgeProcess, kit: WriteKit) -> Iterator[Bitwig]:
    running.ctl("set", "saturation.drive_db", "3 dB")
    command = ["node", str(STAND_IN), str(kit("bitwig")), str(running.udp_port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        started = Bitwig(process)
        assert started.said() == "ready"
        assert eventually(lambda: started.shown(DRIVE) == "3")
        yield started
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def test_the_panel_shows_what_the_bridge_holds_and_sets_it(bitwig: Bitwig, running: BridgeProcess):
    # What the project had in its panel has not been sent.
    assert running.ctl("get", "saturation.drive_db").stdout == "3\n"
    bitwig.do("turn", CEILING, -2.5)
    assert eventually(lambda: running.ctl("get", "limiter.ceiling_db").stdout == "-2.5\n")
    running.ctl("set", "limiter.ceiling_db", "-1.5 dBTP")
    assert eventually(lambda: bitwig.shown(CEILING) == "-1.5")


def test_choices_go_by_name(bitwig: Bitwig, running: BridgeProcess):
    bitwig.do("turn", "Session: ab", "B")
    assert eventually(lambda: running.ctl("get", "ab").stdout == "1\n")
    running.ctl("set", "ab", "A")
    assert eventually(lambda: bitwig.shown("Session: ab") == "A")


def test_buttons_and_paths_reach_the_bridge_and_its_answers_are_shown(
    bitwig: Bitwig, running: BridgeProcess, mix: Clip
):
    running.ctl("reference")
    bitwig.do("turn", "Mix (full path)", str(mix.path))
    bitwig.do("press", "Adapt")
    assert "There is no reference to adapt to" in bitwig.said()
    assert running.ctl("get", "mix").stdout.strip() == str(mix.path)
