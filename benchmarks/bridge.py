"""``python -m benchmarks.bridge``: how quick the bridge is, and what it takes.

``--seconds`` is the length of the long run (60); ``--mix`` and ``--reference`` name the files to adapt with, in place
of the two songs that are synthesised here.
"""

import argparse
import os
import socket
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import numpy as np
import soundfile

from benchmarks.bridge_process import Measured, measured_bridge
from bridge.osc.codec import encode
from bridge.osc.control_routes import NORM, address_of
from bridge.session.controls import CHAIN_CONTROLS
from tasks.songs.demo import demo_mix, demo_reference

_RATE = 44100
_STARTS = 5
_IDLE_S = 20.0
_ROUND_TRIPS = 3000
_PER_S = 10_000
_BURST = 10
_LISTENERS = 50
_ADAPTATIONS = 5
_CONTROL = address_of(CHAIN_CONTROLS[1], NORM)

Row = tuple[str, str, str]


def main() -> None:
    """Measures and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--mix", type=Path)
    parser.add_argument("--reference", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mix, reference = (
            args.mix or _song(folder, demo_mix().mix),
            args.reference or _song(folder, demo_reference().mix),
        )
        root = Path("/")
        print("| what | reached | asked for |\n| --- | ---: | ---: |")
        for row in _rows(root, folder, mix.absolute(), reference.absolute(), args.seconds):
            print(f"| {' | '.join(row)} |", flush=True)


def _rows(root: Path, folder: Path, mix: Path, reference: Path, seconds: float) -> Iterator[Row]:
    before = os.getloadavg()[0]
    yield from _starts(root, folder)
    with measured_bridge(root, folder) as bridge:
        with bridge.client() as client:
            client.ask("/metamaster/mix", str(mix))
            client.ask("/metamaster/references", str(reference), 1.0)
            client.job("/metamaster/adapt")
        yield _idle(bridge)
        yield ("set → acknowledged, p50 / p99", _spread(_round_trips(bridge)), "0.5 / 3 ms")
        yield from _long_run(bridge, seconds)
        yield (f"set → told to {_LISTENERS} listeners, p50 / p99", _spread(_to_listeners(bridge)), "")
        yield _adaptations(bridge)
        out = str(folder / "out.wav")
        for what, words in (("adapt", ("/metamaster/adapt",)), ("render", ("/metamaster/render", out, 1))):
            with _working(bridge, *words):
                yield (f"the same while a job runs ({what})", _spread(_round_trips(bridge)), "p99 10 ms")
    yield f"load average of the {os.cpu_count()} cores before and after", f"{before:.1f}, {os.getloadavg()[0]:.1f}", ""


def _starts(root: Path, folder: Path) -> Iterator[Row]:
    ready, served = [], []
    for _ in range(_STARTS):
        start_s = time.perf_counter()
        with measured_bridge(root, folder) as bridge:
            with urllib.request.urlopen(bridge.panel) as answer:
                answer.read()
            ready.append(bridge.start_s)
            served.append(time.perf_counter() - start_s)
    yield f"start → ready, median of {_STARTS}", f"{np.median(ready):.2f} s", "1.5 s"
    yield f"start → the panel is served, median of {_STARTS}", f"{np.median(served):.2f} s", ""


def _idle(bridge: Measured) -> Row:
    before_s = bridge.cpu_s()
    time.sleep(_IDLE_S)
    share = (bridge.cpu_s() - before_s) / _IDLE_S
    return "processor time while idle, worker included", f"{100.0 * share:.2f} %", "1 %"


def _round_trips(bridge: Measured) -> list[float]:
    taken = []
    with _udp(bridge) as client:
        for number in range(_ROUND_TRIPS):
            packet = encode(f"{_CONTROL}/set", (number % 100 / 100.0,))
            start_s = time.perf_counter()
            client.send(packet)
            client.recv(4096)
            taken.append(time.perf_counter() - start_s)
            time.sleep(0.001)
    return taken


def _long_run(bridge: Measured, seconds: float) -> Iterator[Row]:
    addresses = [address_of(control, NORM) for control in CHAIN_CONTROLS]
    packets = cycle([encode(address, (step / 8.0,)) for step in range(8) for address in addresses])
    bursts = round(seconds * _PER_S / _BURST)
    with bridge.client() as client, _udp(bridge) as sender:
        handled_before, dropped_before = client.ask("/metamaster/traffic")[0].arguments
        lost_before, memory = bridge.lost_by_system(), [bridge.resident_mb()]
        start_s = time.perf_counter()
        for burst in range(bursts):
            for _ in range(_BURST):
                sender.send(next(packets))
            if burst % (bursts // 12) == 0:
                memory.append(bridge.resident_mb())
            time.sleep(max(start_s + (burst + 1) * _BURST / _PER_S - time.perf_counter(), 0.0))
        rate = bursts * _BURST / (time.perf_counter() - start_s)
        time.sleep(1.0)
        handled, dropped = client.ask("/metamaster/traffic")[0].arguments
        # Two packets of each question over TCP are counted too: itself, and the ping that follows it.
        lost = bursts * _BURST - (handled - handled_before - 2)
    yield (
        f"messages a second for {seconds:.0f} s; of {bursts * _BURST} lost in the bridge (by the system)",
        f"{rate:.0f}; {lost - bridge.lost_by_system() + lost_before} ({bridge.lost_by_system() - lost_before})",
        f"{_PER_S}; 0",
    )
    yield "memory of the control process then: start, highest, end", _memory(memory, bridge.resident_mb()), "flat"
    if dropped != dropped_before:
        yield "of these, dropped because one client sent too fast", str(dropped - dropped_before), "0"


def _memory(seen_mb: list[float], end_mb: float) -> str:
    return f"{seen_mb[0]:.1f}, {max(seen_mb):.1f}, {end_mb:.1f} MB"


def _to_listeners(bridge: Measured) -> list[float]:
    taken, listeners = [], [_socket(bridge) for _ in range(_LISTENERS)]
    # So that the first value below is a change.
    listeners[0].send(encode(f"{_CONTROL}/set", (0.9,)))
    listeners[0].recv(4096)
    try:
        for listener in listeners:
            listener.send(encode(f"{_CONTROL}/start_listen", ()))
            listener.recv(4096)
        with _udp(bridge) as fader:
            for number in range(200):
                start_s = time.perf_counter()
                fader.send(encode(_CONTROL, ((number % 2 + 1) / 4.0,)))
                for listener in listeners:
                    listener.recv(4096)
                taken.append(time.perf_counter() - start_s)
                time.sleep(0.02)
        for listener in listeners:
            listener.send(encode(f"{_CONTROL}/stop_listen", ()))
    finally:
        for listener in listeners:
            listener.close()
    return taken


def _adaptations(bridge: Measured) -> Row:
    taken, before_s = [], bridge.cpu_s()
    with bridge.client() as client:
        for _ in range(_ADAPTATIONS):
            client.ask("/metamaster/undo")
            start_s = time.perf_counter()
            client.job("/metamaster/adapt")
            taken.append(time.perf_counter() - start_s)
    return (
        f"adapt → new parameters, warm, median and worst of {_ADAPTATIONS}; processor time of each",
        f"{np.median(taken):.2f}, {max(taken):.2f}; {(bridge.cpu_s() - before_s) / _ADAPTATIONS:.2f} s",
        "1.5 s",
    )


@contextmanager
def _working(bridge: Measured, address: str, *arguments: float | int | str) -> Iterator[None]:
    """Keeps the worker at work inside."""
    stopped = threading.Event()

    def work() -> None:
        with bridge.client() as client:
            while not stopped.is_set():
                client.job(address, *arguments)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


@contextmanager
def _udp(bridge: Measured) -> Iterator[socket.socket]:
    made = _socket(bridge)
    try:
        yield made
    finally:
        made.close()


def _socket(bridge: Measured) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.settimeout(10.0)
    made.connect(("127.0.0.1", bridge.udp_port))
    return made


def _spread(seconds: list[float]) -> str:
    p50, p99 = np.percentile(np.array(seconds) * 1e3, [50, 99])
    return f"{p50:.2f} / {p99:.2f} ms"


def _song(folder: Path, samples: np.ndarray) -> Path:
    path = folder / f"song-{len(list(folder.iterdir()))}.wav"
    soundfile.write(path, samples.T, _RATE, subtype="FLOAT")
    return path


if __name__ == "__main__":
    main()
