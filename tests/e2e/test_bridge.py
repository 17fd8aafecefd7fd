"""``metamaster bridge`` and ``metamaster ctl``, as a shell and a DAW's project see them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile

from metamaster.errors import BridgeRefused, BridgeUnreachable, DamagedSettings, Interrupted, PortTaken, StateTaken
from tests.conftest import REPOSITORY, Clip
from tests.e2e.bridge_process import BridgeProcess, Folders, bridge_process, metamaster

GAIN = "eq.mid.bell_1.gain_db"


def test_adapting_and_rendering_from_a_shell(running: BridgeProcess, mix: Clip, record: Clip, music_dir: Path):
    assert running.ctl("mix", mix.path).returncode == 0
    assert running.ctl("reference", record.path, "--weight", 2).returncode == 0
    adapted = running.ctl("adapt")
    assert adapted.returncode == 0 and "Limiter" in adapted.stdout, adapted
    loudness = running.ctl("get", "delivery.loudness_lufs")
    assert float(loudness.stdout) == pytest.approx(-13.0, abs=0.3)
    out = music_dir / "rendered.wav"
    rendered = running.ctl("render", out)
    assert rendered.returncode == 0 and "LUFS" in rendered.stdout, rendered
    assert soundfile.info(out).frames == soundfile.info(mix.path).frames
    again = running.ctl("render", out)
    assert again.returncode == BridgeRefused.exit_code and "exists already" in again.stderr


def test_a_worker_that_is_killed_takes_its_job_with_it_and_the_next_is_done(
    running: BridgeProcess, mix: Clip, record: Clip
):
    with running.client() as client:
        client.ask("/metamaster/mix", str(mix.path))
        client.ask("/metamaster/references", str(record.path), 1.0)
        client.ask_until("/metamaster/job/started", "/metamaster/adapt")
        for process in running.workers():
            os.kill(process, signal.SIGKILL)
        while (message := client.receive(60.0)).address != "/metamaster/job/ended":
            pass
        assert message.arguments[2:4] == ("failed", "worker_lost")
        assert client.ask("/metamaster/version")[0].address == "/metamaster/version"
        assert "LUFS" in client.job("/metamaster/analyse")


def test_values_are_set_and_got_in_the_words_that_people_use(running: BridgeProcess):
    assert running.ctl("set", GAIN, "2.5 dB").stdout == "2.5 dB\n"
    assert running.ctl("get", GAIN).stdout == "2.5\n"
    assert running.ctl("get", "--form", "norm", f"/metamaster/{GAIN.replace('.', '/')}").stdout == "0.6388889\n"
    assert running.ctl("undo").stdout == f"{GAIN}\n"
    assert running.ctl("set", "ab", "B").stdout == "B\n"
    assert running.ctl("send", "/metamaster/ab", "0").returncode == 0


def test_presets_from_a_shell(running: BridgeProcess):
    assert running.ctl("preset", "save", "From a shell").returncode == 0
    assert "From a shell" in running.ctl("preset", "list").stdout.splitlines()
    assert running.ctl("preset", "load", "From a shell").returncode == 0
    assert running.ctl("preset", "delete", "From a shell").returncode == 0
    missing = running.ctl("preset", "load", "From a shell")
    assert missing.returncode == BridgeRefused.exit_code and missing.stderr.count("\n") == 1


def test_genres_from_a_shell(running: BridgeProcess, mix: Clip, record: Clip):
    assert running.ctl("mix", mix.path).returncode == 0
    assert running.ctl("reference", record.path).returncode == 0
    kept = running.ctl("genre", "save", "From a shell")
    assert kept.returncode == 0 and "1 reference." in kept.stdout, kept
    assert running.ctl("genre", "list").stdout.splitlines() == ["From a shell"]
    assert running.ctl("genre", "choose", "From a shell").returncode == 0
    assert running.ctl("get", "genre").stdout == "From a shell\n"
    adapted = running.ctl("adapt")
    assert adapted.returncode == 0 and "Limiter" in adapted.stdout, adapted
    assert running.ctl("genre", "none").returncode == 0
    assert running.ctl("genre", "delete", "From a shell").returncode == 0
    missing = running.ctl("genre", "choose", "From a shell")
    assert missing.returncode == BridgeRefused.exit_code and missing.stderr.count("\n") == 1


def test_a_shell_can_listen(running: BridgeProcess):
    command = [
        sys.executable,
        "-m",
        "metamaster",
        "ctl",
        "--port",
        str(running.tcp_port),
        "listen",
        "saturation.drive_db",
    ]
    running.ctl("set", "saturation.drive_db", "1 dB")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as listener:
        try:
            assert listener.stdout is not None
            assert listener.stdout.readline() == "/metamaster/saturation/drive_db 1\n"
            running.ctl("set", "saturation.drive_db", "3 dB")
            assert listener.stdout.readline() == "/metamaster/saturation/drive_db 3\n"
        finally:
            listener.send_signal(signal.SIGINT)
    assert listener.returncode == Interrupted.exit_code


def test_ctl_tells_what_is_refused_and_where_no_bridge_runs(running: BridgeProcess, tmp_path: Path):
    refused = running.ctl("set", GAIN, "99")
    assert (refused.returncode, refused.stdout) == (BridgeRefused.exit_code, "")
    assert "from -9 to 9 dB" in refused.stderr and refused.stderr.count("\n") == 1
    alone = metamaster("ctl", "--port", 1, "ping")
    assert alone.returncode == BridgeUnreachable.exit_code and "metamaster bridge" in alone.stderr


def test_two_bridges_cannot_share_a_port(running: BridgeProcess, tmp_path: Path):
    folders = Folders.under(tmp_path, tmp_path)
    second = metamaster("bridge", "--port", running.udp_port, *folders.words)
    assert second.returncode == PortTaken.exit_code and str(running.udp_port) in second.stderr
    assert second.stderr.count("\n") == 1


def test_a_bridge_whose_panel_has_no_port_does_not_start(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        second = metamaster("bridge", "--port", 0, "--http", port, *Folders.under(tmp_path, tmp_path).words)
    assert second.returncode == PortTaken.exit_code and str(port) in second.stderr
    assert second.stderr.count("\n") == 1


def test_two_bridges_cannot_share_a_state(tmp_path: Path):
    folders = Folders.under(tmp_path, tmp_path)
    with bridge_process(folders):
        second = metamaster("bridge", "--port", 0, *folders.words)
    assert second.returncode == StateTaken.exit_code and "--state" in second.stderr
    assert second.stderr.count("\n") == 1


def test_what_was_set_survives_kill_9(tmp_path: Path):
    folders = Folders.under(tmp_path, tmp_path)
    with bridge_process(folders) as first:
        assert first.ctl("set", GAIN, "2.5").returncode == 0
        deadline_s = time.monotonic() + 10.0
        while json.loads(folders.state.read_text())["settings"]["A"][GAIN] != 2.5:
            assert time.monotonic() < deadline_s
            time.sleep(0.02)
        first.process.kill()
    with bridge_process(folders) as second:
        assert second.ctl("get", GAIN).stdout == "2.5\n"
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_it_ends_when_it_is_told_to_and_leaves_no_process(tmp_path: Path):
    with bridge_process(Folders.under(tmp_path, tmp_path)) as bridge:
        workers = bridge.workers()
    assert bridge.process.returncode == 0
    for process in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_damaged_state_is_named_and_nothing_starts(tmp_path: Path):
    folders = Folders.under(tmp_path, tmp_path)
    folders.state.write_text("{")
    refused = metamaster("bridge", "--port", 0, *folders.words)
    assert refused.returncode == DamagedSettings.exit_code and "state.json" in refused.stderr


def test_a_bridge_that_is_open_to_others_says_so(tmp_path: Path):
    folders = Folders.under(tmp_path, tmp_path)
    taken = metamaster("bridge", "--host", "192.0.2.1", "--port", 0, *folders.words)
    assert "Warning: 192.0.2.1 is open to every machine" in taken.stderr
