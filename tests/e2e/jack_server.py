"""A JACK server without a sound card, and the programs that use it."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
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


def soon(done: Callable[[], Any], patience_s: float = 5.0) -> Any:
    """What ``done`` gives as soon as that is something, or at last."""
    until = time.monotonic() + patience_s
    while not (found := done()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def eventually(what: str, done: Callable[[], Any]) -> Any:
    """What ``done`` gives as soon as that is something; fails after a while."""
    found = soon(done, PATIENCE_S)
    assert found, f"waited {PATIENCE_S:g} s for {what}"
    return found


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

    def start(
        self,
        *command: str,
        stdin: int | None = subprocess.DEVNULL,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[subprocess.Popen[bytes], Path]:
        """A program, with more in its environment, and the file that holds what it says."""
        said = self.folder / f"{Path(command[0]).name}-{len(self.running)}.txt"
        with said.open("wb") as out:
            program = subprocess.Popen(
                command, stdin=stdin, stdout=out, stderr=out, env={**self.environment, **environment}, cwd=REPOSITORY
            )
        self.running.append(program)
        return program, said

    def connect(self, source: str, target: str) -> None:
        """Connects two ports, as soon as both are there."""
        eventually(f"{source} and {target}", lambda: self.connected(source, target))

    def connected(self, source: str, target: str) -> bool:
        """Whether two ports are connected now, if both are there."""
        self._call("jack_connect", source, target)
        # What it exits with tells nothing: of a client that is not active yet, it is content to have asked.
        below = ""
        for line in self._call("jack_lsp", "-c").splitlines():
            if not line.startswith(" "):
                below = line
            elif (below, line.strip()) == (source, target):
                return True
        return False

    def disconnect(self, source: str, target: str) -> None:
        """Takes a cable out."""
        self._call("jack_disconnect", source, target)

    def _call(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, errors="replace", timeout=60, check=False
        )
        return done.stdout

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
                # A server that is killed stays in JACK's registry, and where that holds eight no other one starts.
                program.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def needs_midi() -> None:
    """Skips a test where nothing speaks MIDI."""
    pytest.importorskip("rtmidi", reason="needs python-rtmidi: pip install python-rtmidi (docs/midi.md)")


@contextmanager
def jack_server(folder: Path, frames: int = 1024) -> Iterator[Jack]:
    """A fresh server; its start sometimes fails, and is then tried again under another name."""
    missing = sorted({package for program, package in NEEDED.items() if shutil.which(program) is None})
    if missing:
        pytest.skip(f"needs JACK's programs: apt install {' '.join(missing)}")
    for _ in range(TRIES):
        server = Jack(f"metamaster-{uuid.uuid4().hex[:8]}", folder)
        program, said = server.start("jackd", "-r", "-n", server.name, "-d", "dummy", "-r", "48000", "-p", str(frames))
        waited = subprocess.run(["jack_wait", "-w", "-t", "10"], env=server.environment, check=False)
        if waited.returncode == 0 and program.poll() is None:
            break
        server.stop()
    else:
        pytest.skip(f"jackd does not start here: {' / '.join(lines_of(said)[-3:])}")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def bridge(jack: Jack, *options: str) -> Iterator[Client]:
    """A bridge on free ports, and a client of it."""
    if any(option.startswith("--midi") for option in options):
        needs_midi()
    songs = jack.folder / "songs"
    songs.mkdir(exist_ok=True)
    program, said = jack.start(
        sys.executable, "-m", "metamaster", "bridge", "--port", "0", "--no-mdns", "--root", str(songs),
        "--state", str(jack.folder / "state.json"), "--presets", str(jack.folder / "presets"),
        "--genres", str(jack.folder / "genres"), *options,
    )  # fmt: skip

    def port() -> str:
        assert program.poll() is None, lines_of(said)
        ready = [line for line in lines_of(said) if line.startswith("Ready")]
        return ready[0].rpartition(" ")[2].rstrip(".") if ready else ""

    try:
        with Client("127.0.0.1", int(eventually("the bridge", port))) as client:
            yield client
    finally:
        program.terminate()
        program.wait(30)


def value(client: Client, address: str) -> tuple[Any, ...]:
    """What a property is now."""
    return client.ask_until(address, f"{address}/get").arguments


def rolls(client: Client) -> bool:
    return bool(value(client, "/metamaster/transport")[0])
