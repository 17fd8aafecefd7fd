"""``python -m benchmarks.live_idle``: processor time that a bridge with a live insert takes while nobody uses it.

A JACK server without a sound card runs for it; once no cable is in the insert, and once its outputs are plugged in, as
they are in a DAW that does not play through it. Needs ``jackd2``.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.bridge_process import Measured, measured_bridge
from benchmarks.live import RATE, server
from benchmarks.wav import write
from bridge.live.jack_insert import CLIENT_NAME, OUTPUTS
from bridge.osc.client import Client

FRAMES = (256, 1024)
SECONDS = 20.0
_SETTLE_S = 3.0
_NAMES = {"bridge.live": "insert", "bridge.worker": "worker"}


def ready(client: Client) -> None:
    """Waits until the insert is there."""
    address = "/metamaster/live"
    while client.ask_until(address, f"{address}/get").arguments[0] != "running":
        time.sleep(0.1)


def plug_outputs() -> None:
    """As ``jack_connect`` would."""
    import jack  # noqa: PLC0415 - loads a system library that not every machine has

    client = jack.Client("hand", no_start_server=True)
    for number, name in enumerate(OUTPUTS, 1):
        client.connect(f"{CLIENT_NAME}:{name}", f"system:playback_{number}")
    client.close()


def shares(bridge: Measured) -> dict[str, float]:
    """Per cent of a core that each process takes."""
    before = bridge.cpu_s_by_process(_NAMES)
    time.sleep(SECONDS)
    return {name: 100.0 * (taken - before[name]) / SECONDS for name, taken in bridge.cpu_s_by_process(_NAMES).items()}


def rows(frames: int) -> Iterator[str]:
    """The rows of the table for blocks of that length."""
    with tempfile.TemporaryDirectory() as name, server(frames, sine=False):
        folder = Path(name)
        with measured_bridge(folder, folder, "--jack") as bridge:
            with bridge.client() as client:
                ready(client)
                # The worker loads in the background; once it has done something, it is done with that.
                song = folder / "song.wav"
                write(song, 0.1 * np.random.default_rng(0).standard_normal((2, 5 * RATE)).astype(np.float32), RATE)
                client.job("/metamaster/analyse", str(song))
            for cables in ("none", "its outputs"):
                if cables != "none":
                    plug_outputs()
                time.sleep(_SETTLE_S)
                found = shares(bridge)
                figures = " | ".join(f"{found[each]:.2f} %" for each in ("control", "insert", "worker"))
                yield f"| {frames} | {cables} | {figures} | {sum(found.values()):.2f} % |"


if __name__ == "__main__":
    print("| block | cables | control | insert | worker | together |")
    print("| ---: | --- | ---: | ---: | ---: | ---: |")
    for block in FRAMES:
        for row in rows(block):
            print(row, flush=True)
    print(f"\nLoad average of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
