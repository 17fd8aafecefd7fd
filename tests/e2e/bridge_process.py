"""``metamaster bridge`` as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.osc.client import Client
from tests.conftest import REPOSITORY

_READY = re.compile(r"Ready: OSC at 127\.0\.0\.1, UDP port (\d+), TCP port (\d+)\.")


@dataclass(frozen=True)
class Folders:
    """What a bridge is given: a root, its state, its presets and its genres."""

    root: Path
    state: Path
    presets: Path
    genres: Path

    @staticmethod
    def under(folder: Path, root: Path) -> "Folders":
        return Folders(root, folder / "state.json", folder / "presets", folder / "genres")

    @property
    def words(self) -> list[str]:
        named = {"root": self.root, "state": self.state, "presets": self.presets, "genres": self.genres}
        return ["--no-mdns", *(word for name, path in named.items() for word in (f"--{name}", str(path)))]


@dataclass(frozen=True)
class BridgeProcess:
    """A bridge that is ready."""

    process: "subprocess.Popen[str]"
    udp_port: int
    tcp_port: int

    def client(self) -> Client:
        return Client("127.0.0.1", self.tcp_port, patience_s=60.0)

    def ctl(self, *words: object) -> "subprocess.CompletedProcess[str]":
        return metamaster("ctl", "--port", self.tcp_port, *words)

    def workers(self) -> list[int]:
        """The processes that it has started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in children.read_text().split()]


def metamaster(*words: object, **options: Any) -> "subprocess.CompletedProcess[str]":
    """A command that runs to its end."""
    command = [sys.executable, "-m", "metamaster", *(str(word) for word in words)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, **options)


@contextmanager
def bridge_process(folders: Folders, *words: object) -> Iterator[BridgeProcess]:
    """A bridge on free ports; told to end at the end, if it still runs."""
    command = [sys.executable, "-m", "metamaster", "bridge", "--port", "0", *folders.words, *map(str, words)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, env={**os.environ})
    try:
        assert process.stdout is not None
        ready = _READY.search(process.stdout.readline())
        assert ready is not None
        yield BridgeProcess(process, int(ready[1]), int(ready[2]))
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30.0)
        if process.stdout is not None:
            process.stdout.close()
