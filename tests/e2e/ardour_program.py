"""Ardour itself, without its windows (``hardour``), with a session of its own and a bridge on a JACK server."""

import os
import re
import shutil
import socket
import subprocess
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bridge.osc.client import Client
from bridge.osc.codec import encode
from tests.e2e.jack_server import Jack, bridge, eventually, jack_server, lines_of, soon

TRIES = 8
START_S = 30.0
RATE = 48000

NEW_SESSION = """
AudioEngine:set_backend("None (Dummy)", "", "")
local session = create_session(os.getenv("FOLDER"), "song", tonumber(os.getenv("RATE")))
session:save_state("")
quit()
"""
CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<Ardour>
  <Config>
    <Option name="send-midi-clock" value="1"/>
    <Option name="send-mtc" value="1"/>
  </Config>
  <TransportMasters current="JACK Transport">
    <TransportMaster type="Engine" name="JACK Transport" removeable="0" collect="1"/>
  </TransportMasters>
</Ardour>
"""
CHANGES = (
    ('"Open Sound Control (OSC)" active="0"', '"Open Sound Control (OSC)" active="1" address-only="0"'),
    ('name="external-sync" value="0"', 'name="external-sync" value="1"'),
)


@dataclass(frozen=True)
class Installed:
    """Where an Ardour is installed as Debian does it, and its major release."""

    program: Path
    lua: str
    release: str

    @staticmethod
    def here() -> "Installed | None":
        for program in sorted(Path("/usr/lib").glob("ardour*/hardour-*"), reverse=True):
            release = program.parent.name.removeprefix("ardour")
            lua = shutil.which(f"ardour{release}-lua")
            if lua is not None:
                return Installed(program, lua, release)
        return None

    def environment(self, home: Path) -> dict[str, str]:
        """What its own start script sets."""
        libraries = str(self.program.parent)
        return {
            "HOME": str(home),
            "LD_LIBRARY_PATH": libraries,
            "ARDOUR_DLL_PATH": libraries,
            "ARDOUR_DATA_PATH": f"/usr/share/ardour{self.release}",
            "ARDOUR_CONFIG_PATH": f"/etc/ardour{self.release}",
        }


class Halted(Exception):
    """JACK let go of Ardour: two of its threads spoke to the server at once, which libjack does not allow."""


@dataclass(frozen=True)
class Ardour:
    """An Ardour that runs and listens to OSC, and a bridge on the same server."""

    jack: Jack
    bridge: Client
    port: int
    said: Path

    def tell(self, address: str, *arguments: object) -> None:
        """One of Ardour's own OSC messages (manual.ardour.org, 'Controlling Ardour with OSC')."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(encode(address, arguments), ("127.0.0.1", self.port))

    def eventually(self, what: str, done: Callable[[], bool]) -> None:
        """Waits until it is done; raises Halted where that is in vain."""
        eventually(what, lambda: done() or halted(self.said))
        if halted(self.said):
            raise Halted

    def connect(self, source: str, target: str) -> None:
        """Connects two ports, as soon as both are there."""
        self.eventually(f"{source} and {target}", lambda: self.jack.connected(source, target))


@dataclass(frozen=True)
class Studio:
    """An Ardour that is installed, and a folder with a session for it."""

    installed: Installed
    folder: Path

    def run(self, options: Sequence[str], use: Callable[[Ardour], None]) -> None:
        """Uses a fresh Ardour beside a fresh bridge on a fresh server, and others again if JACK lets go of it."""
        command = (str(self.installed.program), "-c", "ardour", str(self.folder / "song"), "song")
        for attempt in range(TRIES):
            place = self.folder / f"{attempt}-{uuid.uuid4().hex[:4]}"
            place.mkdir()
            with jack_server(place) as jack, bridge(jack, *options) as client, suppress(Halted):
                program, said = jack.start(*command, environment=self.installed.environment(self.folder))
                is_up = soon(partial(started, jack, program, said), START_S)
                # The kernel's list is not read at one moment: a port that was there may be missing from it once.
                if is_up and (port := soon(partial(port_of, program.pid), START_S)):
                    use(Ardour(jack, client, port, said))
                    return
        pytest.fail(f"JACK let go of {TRIES} Ardours in a row")


def studio(folder: Path) -> Studio:
    """A session that follows and leads JACK and is open to OSC, and an Ardour that sends its clocks, or skips."""
    installed = Installed.here()
    if installed is None:
        pytest.skip("needs Ardour: apt install --no-install-recommends ardour")
    script = folder / "new.lua"
    script.write_text(NEW_SESSION)
    words = {"FOLDER": str(folder / "song"), "RATE": str(RATE), **installed.environment(folder)}
    subprocess.run(
        [installed.lua, str(script)], env={**os.environ, **words}, capture_output=True, timeout=60, check=True
    )
    session = folder / "song" / "song.ardour"
    text = session.read_text()
    for old, new in CHANGES:
        assert old in text
        text = text.replace(old, new)
    session.write_text(text)
    config = folder / ".config" / f"ardour{installed.release}" / "config"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(CONFIG)
    return Studio(installed, folder)


def started(jack: Jack, program: "subprocess.Popen[bytes]", said: Path) -> bool:
    """Whether it has its ports, of OSC and of JACK; none come once JACK has let it go."""
    if program.poll() is not None or not port_of(program.pid) or halted(said):
        return False
    told = subprocess.run(["jack_lsp"], env=jack.environment, capture_output=True, text=True, timeout=30, check=False)
    return "ardour:MTC out" in told.stdout


def halted(said: Path) -> bool:
    return "HALTED" in said.read_text(errors="replace")


def port_of(process: int) -> int:
    """The UDP port on which a process listens; 0 where there is none (yet)."""
    try:
        links = [str(link.readlink()) for link in Path(f"/proc/{process}/fd").iterdir()]
    except OSError:
        return 0
    sockets = {found[1] for link in links if (found := re.fullmatch(r"socket:\[(\d+)\]", link))}
    for line in lines_of(Path(f"/proc/{process}/net/udp"))[1:]:
        words = line.split()
        if words[9] in sockets:
            return int(words[1].rpartition(":")[2], 16)
    return 0
