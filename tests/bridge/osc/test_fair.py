"""A queue in which whoever sends most waits longest."""

import pytest

from bridge.osc.fair import FairQueue


def test_senders_take_turns():
    queue: FairQueue[str] = FairQueue()
    for packet in (b"0", b"1", b"2"):
        queue.put("flood", packet)
    queue.put("other", b"9")
    assert [queue.take() for _ in range(4)] == [("flood", b"0"), ("other", b"9"), ("flood", b"1"), ("flood", b"2")]
    assert not queue


def test_each_has_a_line_of_its_own_of_bounded_size():
    queue: FairQueue[str] = FairQueue(line_bytes=2500)
    assert [queue.put("flood", b"x" * 1000) for _ in range(3)] == [True, True, False]
    assert queue.put("other", b"x")
    assert (queue.waiting("flood"), queue.waiting("other"), queue.waiting("nobody")) == (2, 1, 0)


def test_all_lines_together_are_bounded_too():
    queue: FairQueue[int] = FairQueue(all_bytes=2500)
    assert [queue.put(sender, b"x" * 1000) for sender in range(3)] == [True, True, False]
    queue.take()
    assert queue.put(3, b"x" * 1000)


def test_senders_are_bounded():
    queue: FairQueue[int] = FairQueue(most_senders=2)
    assert [queue.put(sender, b"") for sender in range(3)] == [True, True, False]


def test_what_a_sender_has_waiting_can_be_forgotten():
    queue: FairQueue[str] = FairQueue(all_bytes=1500)
    queue.put("gone", b"x" * 1000)
    queue.drop("gone")
    assert queue.put("other", b"x" * 1000)
    queue.take()
    with pytest.raises(KeyError):
        queue.take()
