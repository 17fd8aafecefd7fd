"""Rendering ahead: everything comes in order and as late as it should, and what is not done is silent."""

import threading
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from bridge.live.ahead import Ahead

BLOCK = 64


def blocks(count: int) -> list[np.ndarray]:
    return [np.full((2, BLOCK), number + 1.0, np.float32) for number in range(count)]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60.0
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def waits(ahead: Ahead, count: int) -> bool:
    return ahead.waiting == count


def test_every_block_comes_as_many_blocks_late_as_was_said():
    ahead, out = Ahead(np.negative, 2), []
    for number, block in enumerate(blocks(9)):
        out.append(ahead.process(block))
        # Until this one is done, too.
        until(partial(waits, ahead, min(number + 1, 2)))
    assert [float(one[0, 0]) for one in out] == [0.0, 0.0, *(-number - 1.0 for number in range(7))]
    assert ahead.missed == 0


def test_what_is_not_done_in_time_is_silent_and_the_rest_is_not_later_for_it():
    go_on = threading.Event()

    def render(block: np.ndarray) -> np.ndarray:
        assert go_on.wait(60.0)
        return block

    ahead = Ahead(render, 1)
    first, second, third = (ahead.process(block) for block in blocks(3))
    assert not first.any() and not second.any() and not third.any()
    assert ahead.missed == 2
    go_on.set()
    until(partial(waits, ahead, 3))
    assert np.array_equal(ahead.process(blocks(4)[3]), blocks(3)[2])
    assert ahead.missed == 2
