"""The ReaScripts in a Lua interpreter, with REAPER stood in for and everything else real."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from tests.conftest import REPOSITORY, Clip
from tests.e2e.bridge_process import BridgeProcess
from tests.e2e.kits.conftest import WriteKit

LUA = next((found for name in ("lua5.3", "lua5.4", "lua") if (found := shutil.which(name))), None)
STAND_IN = Path(__file__).with_name("reaper_stand_in.lua")

pytestmark = pytest.mark.skipif(LUA is None, reason="needs lua: apt install lua5.3")


def run(script: Path, file: Path, folder: Path, port: int) -> list[str]:
    """Runs one of the scripts with an item of that file selected; gives what reached the project."""
    program = folder / "meta master"
    program.write_text(f'#!/bin/sh\ncd "{REPOSITORY}" && exec "{sys.executable}" -m metamaster "$@"\n')
    program.chmod(0o755)
    command = [str(LUA), str(STAND_IN), str(file), str(script), str(program), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_an_item_comes_back_mastered_on_a_new_track(
    running: BridgeProcess, kit: WriteKit, mix: Clip, record: Clip, tmp_path: Path
):
    folder = kit("reaper")
    song = tmp_path / "my song.wav"
    shutil.copy(mix.path, song)
    assert (
        run(folder / "metamaster - use the selected item as reference.lua", record.path, tmp_path, running.tcp_port)
        == []
    )
    assert str(record.path) in running.ctl("send", "/metamaster/references/get").stdout
    done = run(folder / "metamaster - master the selected item.lua", song, tmp_path, running.tcp_port)
    master = tmp_path / "my song.master.wav"
    # The take that was bounced has gone again, and the edit cursor is where it was.
    assert done == ["command 40209", "command 40129", "track 3", "cursor 12.5", f"media {master}", "cursor 1.0"]
    assert soundfile.info(master).frames == soundfile.info(song).frames
    again = run(folder / "metamaster - render with the settings as they are.lua", song, tmp_path, running.tcp_port)
    assert f"media {tmp_path / 'my song.master-2.wav'}" in again


def test_what_is_refused_is_said(running: BridgeProcess, kit: WriteKit, tmp_path: Path):
    folder = kit("reaper")
    missing = tmp_path / "gone.wav"
    (said,) = run(folder / "metamaster - master the file of the selected item.lua", missing, tmp_path, running.tcp_port)
    assert said.startswith("says ") and "gone.wav" in said


def test_where_no_bridge_runs_it_says_so(kit: WriteKit, mix: Clip, tmp_path: Path):
    folder = kit("reaper")
    said, *_ = run(folder / "metamaster - master the file of the selected item.lua", mix.path, tmp_path, 1)
    assert "metamaster bridge" in said
