"""With clients that nobody here wrote: oscsend and oscdump of liblo."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Clip
from tests.e2e.bridge_process import BridgeProcess

GAIN = "/metamaster/eq/mid/bell_2/gain_db"

pytestmark = pytest.mark.skipif(
    shutil.which("oscsend") is None or shutil.which("stdbuf") is None,
    reason="needs oscsend and oscdump: apt install liblo-tools",
)


def send(running: BridgeProcess, address: str, *typed: object) -> None:
    subprocess.run(["oscsend", "localhost", str(running.udp_port), address, *map(str, typed)], check=True)


class Dump:
    """oscdump on a port of its own."""

    def __init__(self, port: int, process: "subprocess.Popen[str]") -> None:
        self.port, self._process = port, process

    def until(self, address: str) -> list[str]:
        """The arguments, types first, of the next message with that address."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            _, told, *arguments = line.rstrip("\n").split(maxsplit=2)
            if told == address:
                return arguments
        raise AssertionError("oscdump ended")


@contextmanager
def dumping() -> Iterator[Dump]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["stdbuf", "-oL", "oscdump", "-L", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            wait_until_bound(port)
            yield Dump(port, process)
        finally:
            process.terminate()


def wait_until_bound(port: int) -> None:
    """Returns once somebody listens on that UDP port."""
    for _ in range(1000):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.05)
            probe.connect(("127.0.0.1", port))
            probe.send(b"/probe\0\0,\0\0\0")
            try:
                probe.recv(1)
            except TimeoutError:
                return
            except ConnectionRefusedError:
                continue
    raise AssertionError(f"nobody listens on {port}")


def test_a_fader_moves_in_another_program(running: BridgeProcess):
    with dumping() as dump:
        send(running, f"{GAIN}/start_listen", "i", dump.port)
        before = dump.until(GAIN)
        send(running, GAIN, "f", 4.5)
        assert dump.until(GAIN) == ["f 4.500000"]
        send(running, f"{GAIN}/str/get", "s", f"localhost:{dump.port}")
        assert dump.until(f"{GAIN}/str") == ['s "4.5 dB"']
        send(running, "/metamaster/undo")
        assert dump.until(GAIN) == before


def test_errors_are_seen_in_another_program(running: BridgeProcess):
    with dumping() as dump:
        send(running, "/metamaster/error/start_listen", "i", dump.port)
        send(running, "/metamaster/version/get", "i", dump.port)
        dump.until("/metamaster/version")
        send(running, GAIN, "f", 99)
        (told,) = dump.until("/metamaster/error")
        assert "out_of_range" in told and GAIN in told


def test_a_job_is_followed_and_the_meters_move(running: BridgeProcess, mix: Clip, music_dir: Path):
    with dumping() as dump:
        send(running, "/metamaster/job/start_listen", "i", dump.port)
        send(running, "/metamaster/meters/start_listen", "fi", 50, dump.port)
        send(running, "/metamaster/analyse", "s", mix.path)
        dump.until("/metamaster/job/started")
        (ended,) = dump.until("/metamaster/job/ended")
        assert '"done"' in ended and "LUFS" in ended
        (meters,) = dump.until("/metamaster/meters")
        assert meters.startswith("fffffffff ")
        send(running, "/metamaster/meters/stop_listen", "i", dump.port)
