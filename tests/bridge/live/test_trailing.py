"""A chain that trails behind plays every sample, in larger pieces, as one that does not."""

import numpy as np
import pytest

from bridge.live.trailing import BLOCKS, LONGEST, Trailing
from metamaster.chain.pedalboard_renderer.chain import Chain
from tests.chain.signals import noise, random_chain

RATE = 48000


@pytest.mark.parametrize("block", [64, 700])
def test_all_of_it_is_played_a_little_later(block: int):
    values, audio = random_chain(0), noise(20 * block)
    trailing, pieces = Trailing(Chain(values, RATE)), []
    for start in range(0, audio.shape[1], block):
        trailing.add(audio[:, start : start + block])
        if trailing.due:
            pieces.append(trailing.catch_up())
    pieces.append(trailing.catch_up())
    goal = Chain(values, RATE).process(audio)
    for start, taken, played in pieces:
        assert np.array_equal(taken, audio[:, start : start + taken.shape[1]])
        assert np.array_equal(played, goal[:, start : start + taken.shape[1]])
    assert sum(taken.shape[1] for _, taken, _ in pieces) == audio.shape[1]
    assert max(taken.shape[1] for _, taken, _ in pieces) == min(BLOCKS * block, -(-LONGEST // block) * block)


def test_what_is_skipped_is_not_played_but_counted():
    trailing = Trailing(Chain(random_chain(0), RATE))
    trailing.add(noise(100))
    trailing.skip()
    assert not trailing.due
    trailing.add(noise(50))
    start, taken, played = trailing.catch_up()
    assert (start, taken.shape, played.shape) == (100, (2, 50), (2, 50))
