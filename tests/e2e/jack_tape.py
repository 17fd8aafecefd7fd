"""``python -m tests.e2e.jack_tape IN.npy OUT.npy``: plays a tape through the insert, and records what comes back.

JACK runs freely meanwhile ("freewheel"): it waits for every client in every cycle, so nothing is lost on a busy
machine. ``loop`` in place of OUT.npy plays the tape again and again until a line comes in on standard input, and then
once more; what is told then is the largest step between two samples in each turn of the tape.
"""

import sys
import threading
import time
from collections.abc import Callable

import jack
import numpy as np

PATIENCE_S = 60.0
TAIL = 24000
PORTS = ("L", "R")


class Tape:
    """A client with two ports that play into the insert and two that record from it."""

    def __init__(self, samples: np.ndarray) -> None:
        self.client = jack.Client("tape", no_start_server=True)
        self._samples = samples
        self.at = 0
        self.take: Callable[[np.ndarray], None] = lambda _: None
        self._out = [self.client.outports.register(f"out_{port}") for port in PORTS]
        self._in = [self.client.inports.register(f"in_{port}") for port in PORTS]
        self.client.set_process_callback(self._process)
        self.rolls = False

    def plug(self) -> None:
        until = time.monotonic() + PATIENCE_S
        for mine, theirs in zip((*self._out, *self._in), ("in_L", "in_R", "out_L", "out_R"), strict=True):
            pair = (mine, f"metamaster:{theirs}")
            while True:
                try:
                    self.client.connect(*(pair if mine in self._out else pair[::-1]))
                    break
                except jack.JackError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.1)

    def _process(self, frames: int) -> None:
        rolls = self.rolls  # Read once: another thread sets it at any time, also between two ports.
        places = np.arange(self.at, self.at + frames)
        for port, channel in zip(self._out, self._samples, strict=True):
            port.get_array()[:] = channel.take(places, mode="wrap") if rolls else 0.0
        if rolls:
            self.at += frames
            self.take(np.stack([port.get_array() for port in self._in]))


def record(tape: Tape, samples: np.ndarray) -> np.ndarray:
    """The tape once."""
    heard: list[np.ndarray] = []
    whole = threading.Event()

    def take(block: np.ndarray) -> None:
        heard.append(block)
        if tape.at >= samples.shape[1]:
            tape.rolls = False
            whole.set()

    tape.take = take
    tape.client.set_freewheel(True)
    tape.rolls = True
    assert whole.wait(PATIENCE_S)
    tape.client.set_freewheel(False)
    return np.concatenate(heard, axis=1)


def loop(tape: Tape, samples: np.ndarray) -> list[float]:
    """The largest step in every turn."""
    steps: list[float] = []
    last = np.zeros((2, 1), np.float32)

    def take(block: np.ndarray) -> None:
        nonlocal last
        step = float(np.abs(np.diff(block, axis=1, prepend=last)).max())
        last = block[:, -1:]
        turn = tape.at // samples.shape[1]
        steps.extend([0.0] * (turn + 1 - len(steps)))
        steps[turn] = max(steps[turn], step)

    tape.take = take
    tape.client.set_freewheel(True)
    tape.rolls = True
    until(lambda: len(steps) > 3)
    sys.stdout.write("rolls\n")
    sys.stdout.flush()
    sys.stdin.readline()
    turns = len(steps)
    until(lambda: len(steps) > turns + 3)
    tape.rolls = False
    tape.client.set_freewheel(False)
    return steps


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


if __name__ == "__main__":
    played = np.load(sys.argv[1])
    if sys.argv[2] != "loop":
        played = np.pad(played, ((0, 0), (0, TAIL)))
    deck = Tape(played)
    deck.client.activate()
    deck.plug()
    if sys.argv[2] == "loop":
        sys.stdout.write(" ".join(str(step) for step in loop(deck, played)))
    else:
        np.save(sys.argv[2], record(deck, played))
    deck.client.deactivate()
    deck.client.close()
