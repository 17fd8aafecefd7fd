"""Work on blocks in another thread."""

import threading

import numpy as np
import pytest

from metamaster.audio.background import Background


def block(value: float) -> np.ndarray:
    return np.full((2, 4), value, np.float32)


def test_blocks_are_consumed_in_order_by_every_consumer() -> None:
    first: list[float] = []
    second: list[float] = []
    with Background(lambda b: first.append(b[0, 0]), lambda b: second.append(b[0, 0])) as give:
        for value in range(20):
            give(block(value))
    assert first == second == list(range(20))


def test_consumers_run_in_another_thread() -> None:
    threads: set[int] = set()
    with Background(lambda b: threads.add(threading.get_ident())) as give:
        give(block(0.0))
    assert threads and threading.get_ident() not in threads


def test_what_a_consumer_raises_is_raised_to_the_giver() -> None:
    def fail(given: np.ndarray) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"), Background(fail) as give:
        for value in range(100):
            give(block(value))


def test_after_an_exception_the_rest_is_dropped() -> None:
    seen: list[float] = []
    gate = threading.Event()

    def slow(given: np.ndarray) -> None:
        gate.wait(5.0)
        seen.append(float(given[0, 0]))

    with pytest.raises(KeyboardInterrupt), Background(slow) as give:
        for value in range(4):
            give(block(value))
        threading.Timer(0.05, gate.set).start()
        raise KeyboardInterrupt
    assert len(seen) <= 1
