"""A bridge to be measured, and how much of the machine it takes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measured import megabytes
from bridge.osc.client import Client

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """A bridge that is ready, how long that took, and where its panel is."""

    process_id: int
    udp_port: int
    tcp_port: int
    start_s: float
    panel: str

    def client(self) -> Client:
        """A connection to it."""
        return Client("127.0.0.1", self.tcp_port, patience_s=600.0)

    def cpu_s(self) -> float:
        """Seconds of processor time that it and its worker have taken."""
        return sum(_cpu_s(process) for process in (self.process_id, *_children(self.process_id)))

    def cpu_s_by_process(self, modules: Mapping[str, str]) -> dict[str, float]:
        """The same for each: ``control``, and those that run a module, by the name it is given."""
        taken = {"control": _cpu_s(self.process_id)}
        for process in _children(self.process_id):
            words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
            taken |= {name: _cpu_s(process) for module, name in modules.items() if module in words}
        return taken

    def resident_mb(self) -> float:
        """Memory of the control process."""
        for line in Path(f"/proc/{self.process_id}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return megabytes(int(line.split()[1]))
        raise RuntimeError("the bridge has ended")

    def lost_by_system(self) -> int:
        """Datagrams that the system dropped before the bridge could read them."""
        port = f":{self.udp_port:04X} "
        return sum(int(line.split()[-1]) for line in Path("/proc/net/udp").read_text().splitlines() if port in line)


@contextmanager
def measured_bridge(root: Path, folder: Path, *options: str) -> Iterator[Measured]:
    """A bridge on free ports that may use ``root``; its state lies in ``folder``."""
    words = ["--port", "0", "--root", str(root), "--state", str(folder / "state.json"), "--presets", str(folder)]
    start_s = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "metamaster", "bridge", *words, *options], stdout=subprocess.PIPE, text=True
    )
    if process.stdout is None:
        raise RuntimeError("there is no output to read")
    ready = process.stdout.readline()
    took_s = time.perf_counter() - start_s
    panel = process.stdout.readline().split()[2]
    udp, tcp = (int(part.split()[0].rstrip(".,")) for part in ready.split("port ")[1:])
    try:
        yield Measured(process.pid, udp, tcp, took_s, panel)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        process.stdout.close()


def _children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
