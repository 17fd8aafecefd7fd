"""Bundles that are due later."""

import asyncio
import time

import pytest

from bridge.errors import TooFarAhead, TooMany
from bridge.osc.schedule import FARTHEST_S, MOST, MOST_OF_ONE, Schedule


def nothing() -> None:
    return


def test_what_is_due_is_done_in_order_of_time_and_then_of_arrival():
    async def done() -> list[int]:
        schedule, calls = Schedule(), list[int]()
        now = time.time()
        for number, delay_s in ((3, 0.04), (1, 0.02), (2, 0.02)):
            schedule.add(now + delay_s, "one", lambda number=number: calls.append(number))
        while len(schedule):
            await asyncio.sleep(0.01)
        return calls

    assert asyncio.run(done()) == [1, 2, 3]


def test_nothing_is_planned_too_far_ahead():
    async def planned() -> None:
        Schedule().add(time.time() + FARTHEST_S + 1.0, "one", nothing)

    with pytest.raises(TooFarAhead):
        asyncio.run(planned())


def test_one_client_may_plan_so_much_and_all_together_so_much():
    async def planned() -> tuple[int, int]:
        schedule = Schedule()
        later = time.time() + 30.0
        for _ in range(MOST_OF_ONE):
            schedule.add(later, "one", nothing)
        with pytest.raises(TooMany):
            schedule.add(later, "one", nothing)
        of_one = len(schedule)
        with pytest.raises(TooMany):
            for number in range(MOST):
                schedule.add(later, f"client {number}", nothing)
        of_all = len(schedule)
        schedule.clear()
        return of_one, of_all

    assert asyncio.run(planned()) == (MOST_OF_ONE, MOST)
