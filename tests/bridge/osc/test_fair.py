"""A queue in which whoever sends most waits longest."""

import pytest

from bridge.osc.fair import FairQueue


def test_senders_take_turns():
    queue: FairQueue[str, int] = FairQueue()
    for number in range(3):
        queue.put("flood", number)
    queue.put("other", 9)
    assert [queue.take() for _ in range(4)] == [("flood", 0), ("other", 9), ("flood", 1), ("flood", 2)]
    assert not queue


def test_each_has_a_line_of_its_own_of_bounded_length():
    queue: FairQueue[str, int] = FairQueue(longest=2)
    assert [queue.put("flood", number) for number in range(3)] == [True, True, False]
    assert queue.put("other", 1)
    assert queue.waiting("flood") == 2


def test_senders_are_bounded_too():
    queue: FairQueue[int, int] = FairQueue(most_senders=2)
    assert [queue.put(sender, 0) for sender in range(3)] == [True, True, False]


def test_what_a_sender_has_waiting_can_be_forgotten():
    queue: FairQueue[str, int] = FairQueue()
    queue.put("gone", 1)
    queue.drop("gone")
    with pytest.raises(KeyError):
        queue.take()
