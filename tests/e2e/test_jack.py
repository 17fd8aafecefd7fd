"""MIDI and transport with programs that nobody here wrote, over a JACK server without a sound card."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bridge.osc.client import Client
from tests.conftest import REPOSITORY

PATIENCE_S = 60.0
TRIES = 4
NEEDED = {
    "jackd": "jackd2",
    "jack_midi_clock": "jack-midi-clock",
    "jack_midi_dump": "jackd2",
    "jack_transport": "jackd2",
    "jack_connect": "jackd2",
    "stdbuf": "coreutils",
}


def eventually(what: str, done: Callable[[], Any]) -> Any:
    """What ``done`` gives as soon as that is something; fails after a while."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = done()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {PATIENCE_S:g} s for {what}")


def lines_of(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines() if path.exists() else []


@dataclass
class Jack:
    """A JACK server of our own, and the programs that use it."""

    name: str
    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "JACK_DEFAULT_SERVER": self.name, "JACK_NO_START_SERVER": "1"}

    def start(self, *command: str, stdin: int | None = subprocess.DEVNULL) -> tuple[subprocess.Popen[bytes], Path]:
        """A program, and the file that holds what it says."""
        said = self.folder / f"{Path(command[0]).name}-{len(self.running)}.txt"
        with said.open("wb") as out:
            program = subprocess.Popen(
                command, stdin=stdin, stdout=out, stderr=out, env=self.environment, cwd=REPOSITORY
            )
        self.running.append(program)
        return program, said

    def connect(self, source: str, target: str) -> None:
        """Connects two ports, as soon as both are there."""
        eventually(f"{source} and {target}", lambda: self._connected(source, target))

    def _connected(self, source: str, target: str) -> bool:
        done = subprocess.run(
            ["jack_connect", source, target], env=self.environment, capture_output=True, timeout=30, check=False
        )
        return done.returncode == 0 or b"already connected" in done.stdout + done.stderr

    def transport(self, *commands: str) -> None:
        """Commands to JACK's own transport."""
        subprocess.run(
            ["jack_transport"],
            input="".join(f"{command}\n" for command in (*commands, "quit")).encode(),
            env=self.environment,
            capture_output=True,
            timeout=30,
            check=False,
        )

    def stop(self) -> None:
        for program in reversed(self.running):
            program.terminate()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


@pytest.fixture
def jack(tmp_path: Path) -> Iterator[Jack]:
    """A fresh server; its start sometimes fails, and is then tried again under another name."""
    missing = sorted({package for program, package in NEEDED.items() if shutil.which(program) is None})
    if missing:
        pytest.skip(f"needs JACK's programs: apt install {' '.join(missing)}")
    for _ in range(TRIES):
        server = Jack(f"metamaster-{uuid.uuid4().hex[:8]}", tmp_path)
        program, said = server.start("jackd", "-r", "-n", server.name, "-d", "dummy", "-r", "48000", "-p", "1024")
        waited = subprocess.run(["jack_wait", "-w", "-t", "10"], env=server.environment, check=False)
        if waited.returncode == 0 and program.poll() is None:
            break
        server.stop()
    else:
        pytest.skip(f"jackd does not start here: {' / '.join(lines_of(said)[-3:])}")
    yield server
    server.stop()


@contextmanager
def bridge(jack: Jack, *options: str) -> Iterator[Client]:
    """A bridge on free ports, and a client of it."""
    songs = jack.folder / "songs"
    songs.mkdir()
    program, said = jack.start(
        sys.executable, "-m", "metamaster", "bridge", "--port", "0", "--no-mdns", "--root", str(songs),
        "--state", str(jack.folder / "state.json"), "--presets", str(jack.folder / "presets"),
        "--genres", str(jack.folder / "genres"), *options,
    )  # fmt: skip

    def port() -> str:
        assert program.poll() is None, lines_of(said)
        ready = [line for line in lines_of(said) if line.startswith("Ready")]
        return ready[0].rpartition(" ")[2].rstrip(".") if ready else ""

    with Client("127.0.0.1", int(eventually("the bridge", port))) as client:
        yield client


def value(client: Client, address: str) -> tuple[Any, ...]:
    """What a property is now."""
    return client.ask_until(address, f"{address}/get").arguments


def rolls(client: Client) -> bool:
    return bool(value(client, "/metamaster/transport")[0])


def test_the_transport_of_jack_is_followed(jack: Jack):
    with bridge(jack, "--jack") as client:
        jack.transport("locate 480000", "play")
        eventually("the song to roll", lambda: rolls(client))
        assert value(client, "/metamaster/transport")[1] >= 10.0
        assert value(client, "/metamaster/position")[0] >= 10.0
        jack.transport("stop")
        eventually("the song to stop", lambda: not rolls(client))


def test_midi_clock_is_followed(jack: Jack):
    with bridge(jack, "--midi", "--midi-api", "UNIX_JACK") as client:
        jack.start("jack_midi_clock", "-b", "100")
        jack.connect("jack_midi_clock:mclk_out", "metamaster in:midi")
        jack.transport("locate 0", "play")
        eventually("the song to roll", lambda: rolls(client))
        # A machine with other work to do lets the clock stumble; over a while it keeps its tempo.
        eventually("the tempo", lambda: value(client, "/metamaster/transport")[3] == pytest.approx(100.0, abs=3.0))
        jack.transport("stop")
        eventually("the song to stop", lambda: not rolls(client))


def test_controls_are_told_to_motor_faders(jack: Jack):
    with bridge(jack, "--midi", "--midi-api", "UNIX_JACK") as client:
        _, said = jack.start("stdbuf", "-oL", "jack_midi_dump")
        jack.connect("metamaster out:midi", "midi-monitor:input")
        # The trim's knob is controller 3 in configs/midi.yaml; of ±40 dB the ends are 0 and 127.

        def heard() -> bool:
            for gain_db in (-40.0, 40.0):
                client.send("/metamaster/trim/gain_db", gain_db)
                time.sleep(0.2)
            return any("b0 03 7f" in line.lower() for line in lines_of(said))

        eventually("controller 3", heard)


SENDER = """
import mido, sys, time
port = mido.Backend("mido.backends.rtmidi/UNIX_JACK").open_output("midi", client_name="hand")
while True:
    for packet in sys.argv[1:]:
        port.send(mido.Message.from_hex(packet))
    time.sleep(0.2)
"""


def test_machine_control_and_controllers_arrive_from_another_process(jack: Jack):
    with bridge(jack, "--midi", "--midi-api", "UNIX_JACK") as client:
        # Machine control: to 1 min 2 s, at 25 frames a second. NRPN 1, the low shelf's corner: up, as it waits at 0.
        locate, knob = "F0 7F 7F 06 44 06 01 20 01 02 00 00 F7", ("B0 63 00", "B0 62 01", "B0 06 00", "B0 06 7F")
        jack.start(sys.executable, "-c", SENDER, locate, *knob)
        jack.connect("hand:midi", "metamaster in:midi")
        eventually("the position", lambda: value(client, "/metamaster/transport")[1] == pytest.approx(62.0))
        shelf = "/metamaster/eq/mid/low_shelf/freq_hz"
        eventually("the corner", lambda: value(client, shelf)[0] == pytest.approx(300.0, rel=0.02))


def test_a_controller_may_be_unplugged_and_plugged_in_again(jack: Jack):
    # Both ends of the trim's knob, so that it is taken over.
    knob = (sys.executable, "-c", SENDER, "B0 03 00", "B0 03 7F")
    hand, _ = jack.start(*knob)
    listed = "import mido; print(mido.Backend('mido.backends.rtmidi/UNIX_JACK').get_input_names())"

    def there() -> bool:
        _, said = jack.start(sys.executable, "-c", listed)
        jack.running[-1].wait(PATIENCE_S)
        return any("hand" in line for line in lines_of(said))

    eventually("the controller", there)
    with bridge(jack, "--midi-in", "hand", "--midi-api", "UNIX_JACK") as client:

        def turns() -> bool:
            client.ask("/metamaster/trim/gain_db", 1.0)
            time.sleep(0.5)
            return bool(value(client, "/metamaster/trim/gain_db")[0] != 1.0)

        eventually("the knob", turns)
        client.send("/metamaster/error/start_listen")
        hand.terminate()
        while (told := client.receive(PATIENCE_S)).address != "/metamaster/error":
            pass
        assert "has gone" in told.arguments[2]
        client.ask("/metamaster/error/stop_listen")
        jack.start(*knob)
        eventually("the knob again", turns)


def test_an_unknown_port_is_named_with_those_there_are(jack: Jack):
    program, said = jack.start(
        sys.executable, "-m", "metamaster", "bridge", "--port", "0", "--state", str(jack.folder / "state.json"),
        "--midi-in", "Faderport", "--midi-api", "UNIX_JACK",
    )  # fmt: skip
    assert program.wait(PATIENCE_S) != 0
    assert any("no MIDI input 'Faderport': there are" in line for line in lines_of(said)), lines_of(said)
