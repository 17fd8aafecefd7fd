"""Stock is taken of the genres that engineers master with the chain."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import numpy as np

from metamaster.learn.episode import About, Episode
from metamaster.learn.inputs import PIECE_INPUTS
from tasks.familiarity import genres_of
from tests.learn.training.runs import Noise


class Three:
    """Episodes of two genres in turn, of which each third was mastered by other software."""

    def __getitem__(self, index: int) -> tuple[Episode, About]:
        episode, about = Noise(0)[index]
        engineer = "other-software" if index % 3 == 2 else "chain"
        return episode, replace(about, genre=("house", "folk")[index % 2], engineer=engineer)

    def __iter__(self) -> Iterator[tuple[Episode, About]]:
        return (self[index] for index in count())


def test_every_pair_that_the_chain_made_is_counted_in_its_genre():
    found = genres_of(Three(), 12)
    assert {genre: len(pairs) for genre, pairs in found.items()} == {"house": 4, "folk": 4}


def test_a_pair_is_what_is_told_of_reference_and_mix():
    ((one,), (other,)) = genres_of(Three(), 2).values()
    assert one.shape == other.shape == (2 * PIECE_INPUTS,)
    reference, mix = np.split(one, 2)
    assert (one != other).any() and (reference != mix).any()


def test_stock_is_the_same_each_time():
    assert (genres_of(Three(), 1)["house"][0] == genres_of(Three(), 1)["house"][0]).all()
