"""``python -m benchmarks.live``: how long the live insert takes for a block, and how often that is too long.

A JACK server without a sound card runs for it, with a sine of ``jack_simple_client`` into an insert with every stage at
work; once as it is, within JACK's callback, and once rendered some blocks ahead in another thread. Every second a
control moves. ``python -m benchmarks.live realtime`` gives JACK real-time priority, as a studio does. Needs ``jackd2``.
"""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext

import numpy as np

from bridge.live.insert import Sound
from bridge.live.jack_insert import INPUTS, JackInsert
from metamaster.chain.settings import DEFAULTS

RATE = 48000
CASES = ((256, 0), (256, 4), (1024, 0), (1024, 1))
"""Samples in a block, and how many blocks ahead are rendered."""
SECONDS = 30
BUSY = {f"multiband.{band}.ratio": 3.0 for band in ("low", "mid", "high")} | {
    "eq.mid.bell_1.gain_db": 3.0,
    "saturation.blend": 0.3,
    "saturation.drive_db": 6.0,
    "limiter.drive_db": 18.0,
}
_SWITCH_S = 0.0002


class Timed(JackInsert):
    """An insert that notes how long it took for every block, in its callback and to render it."""

    def __init__(self, periods_ahead: int) -> None:
        self.callback_s: list[float] = []
        self.render_s: list[float] = []
        super().__init__(Sound(DEFAULTS.as_dict() | BUSY), True, periods_ahead)

    def _process(self, frames: int) -> None:
        begun = time.perf_counter()
        super()._process(frames)
        self.callback_s.append(time.perf_counter() - begun)

    def _render(self, block: np.ndarray) -> np.ndarray:
        begun = time.perf_counter()
        out = super()._render(block)
        self.render_s.append(time.perf_counter() - begun)
        return out


@contextmanager
def server(frames: int, sine: bool = True) -> Iterator[None]:
    name = f"benchmark-{uuid.uuid4().hex[:8]}"
    os.environ |= {"JACK_DEFAULT_SERVER": name, "JACK_NO_START_SERVER": "1"}
    command = ["jackd", "-R" if "realtime" in sys.argv else "-r", "-n", name, "-d", "dummy", "-r", str(RATE)]
    with quiet(*command, "-p", str(frames)):
        subprocess.run(["jack_wait", "-w", "-t", "10"], check=True, stdout=subprocess.DEVNULL)
        with quiet("jack_simple_client", "sine") if sine else nullcontext():
            yield


@contextmanager
def quiet(*command: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def measured(frames: int, periods_ahead: int) -> str:
    """A row of the table."""
    with server(frames), closing(Timed(periods_ahead)) as insert:
        insert.activate()
        time.sleep(2.0)
        insert.plug(tuple((name, "sine:output1") for name in INPUTS))
        time.sleep(1.0)
        xruns, callback_s, render_s = insert.xruns, len(insert.callback_s), len(insert.render_s)
        for second in range(SECONDS):
            insert.insert.aim(Sound(DEFAULTS.as_dict() | BUSY | {"eq.mid.bell_2.gain_db": float(second % 7)}))
            time.sleep(1.0)
        xruns = insert.xruns - xruns
        taken = [
            np.percentile(1000.0 * np.array(times), (50.0, 99.0, 100.0))
            for times in (insert.callback_s[callback_s:], insert.render_s[render_s:])
        ]
    where = f"{periods_ahead} ahead" if periods_ahead else "in the callback"
    figures = " | ".join(f"{p50:.2f} / {p99:.2f} / {most:.1f}" for p50, p99, most in taken)
    share = xruns / (SECONDS * RATE / frames)
    return (
        f"| {frames} | {where} | {1000.0 * frames / RATE:.1f} | {figures} | {xruns} ({share:.1%}) | "
        f"{insert.latency} ({1000.0 * insert.latency / RATE:.1f} ms) |"
    )


if __name__ == "__main__":
    sys.setswitchinterval(_SWITCH_S)
    print("| block | rendered | may take ms | callback ms: p50 / p99 / most | render ms | late in 30 s | latency |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for case in CASES:
        print(measured(*case), flush=True)
    print(f"\nLoad average of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
