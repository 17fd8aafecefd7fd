"""The actions within Ardour's own Lua, without its windows."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.conftest import Clip
from tests.e2e.bridge_process import BridgeProcess
from tests.e2e.kits.conftest import WriteKit, eventually

LUA = next((found for name in ("ardour8-lua", "ardour7-lua") if (found := shutil.which(name))), None)
STAND_IN = Path(__file__).with_name("ardour_stand_in.lua")

pytestmark = pytest.mark.skipif(LUA is None, reason="needs Ardour's Lua: apt install --no-install-recommends ardour")


class Ardour:
    """Runs actions of the kit, each in a session in the same folder."""

    def __init__(self, scripts: Path, folder: Path, port: int, wav: Path) -> None:
        self._scripts, self._port, self._wav = scripts, port, wav
        self.session = folder / "session"
        self.enough = folder / "enough"

    def run(self, script: str, answer: str = "") -> str:
        action = self._scripts / script
        action.write_text(action.read_text().replace(":7770", f":{self._port}"))
        words = {"SCRIPT": action, "WAV": self._wav, "FOLDER": self.session, "ANSWER": answer, "HOME": self._scripts}
        words["ENOUGH"] = self.enough
        environment = {**os.environ, **{key: str(value) for key, value in words.items()}}
        done = subprocess.run(
            [str(LUA), str(STAND_IN)], env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert "Error" not in done.stdout + done.stderr, done
        return done.stdout


@pytest.fixture
def ardour(running: BridgeProcess, kit: WriteKit, tmp_path: Path, mix: Clip) -> Ardour:
    return Ardour(kit("ardour") / "scripts", tmp_path, running.udp_port, mix.path)


def property_of(running: BridgeProcess, name: str) -> str:
    return running.ctl("get", name).stdout.strip()


def test_a_region_arrives_as_it_is_and_its_master_comes_back(
    ardour: Ardour, running: BridgeProcess, mix: Clip, tmp_path: Path
):
    ardour.run("metamaster_send_region.lua", "reference")
    reference = ardour.session / "export" / "metamaster-reference.wav"
    assert eventually(lambda: str(reference) in property_of(running, "references"))
    ardour.run("metamaster_send_region.lua", "mix")
    sent = ardour.session / "export" / "metamaster-mix.wav"
    assert eventually(lambda: property_of(running, "mix") == str(sent))
    samples, rate = soundfile.read(sent, dtype="float32")
    assert rate == 44100 and np.array_equal(samples.T, mix.samples)
    assert [path.name for path in sent.parent.glob("*.part")] == []

    ardour.run("metamaster_render.lua")
    master = ardour.session / "export" / "metamaster-master.wav"
    assert eventually(master.exists, 60.0)
    assert f"imports {master} at 441000" in ardour.run("metamaster_bring_back.lua")


def test_what_is_exported_becomes_the_mix(ardour: Ardour, running: BridgeProcess, mix: Clip):
    running.ctl("send", "/metamaster/mix", "")
    ardour.run("metamaster_follow.lua", "exported")
    assert eventually(lambda: property_of(running, "mix") == str(mix.path))


def transport(running: BridgeProcess) -> tuple[bool, float]:
    rolls, seconds = property_of(running, "transport").split()[:2]
    return rolls == "1", float(seconds)


def test_the_bridge_knows_where_the_playhead_is(ardour: Ardour, running: BridgeProcess):
    running.ctl("send", "/metamaster/transport/locate", "7")
    ardour.run("metamaster_follow.lua", "timer")
    assert eventually(lambda: transport(running) == (False, 0.0) or 1.9 < transport(running)[1] < 7.0)


def test_the_bridge_rolls_and_stops_with_the_song(ardour: Ardour, running: BridgeProcess):
    with ThreadPoolExecutor(1) as pool:
        rolling = pool.submit(ardour.run, "metamaster_follow.lua", "rolls")
        try:
            assert eventually(lambda: transport(running)[0] and transport(running)[1] > 0.5, 60.0)
            first = transport(running)[1]
            assert eventually(lambda: transport(running)[1] > first + 0.5, 60.0)
        finally:
            ardour.enough.touch()
            rolling.result()
    assert eventually(lambda: not transport(running)[0], 60.0)
