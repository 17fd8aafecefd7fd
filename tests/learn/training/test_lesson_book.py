"""Lessons are made once, come in orders that every process agrees on, and survive whatever happens to their file."""

from pathlib import Path

import jax
import numpy as np
import pytest

from metamaster.learn.lesson import Lesson, Taught
from metamaster.learn.training.lesson_book import LessonBook, order_of
from metamaster.style.aspects import ASPECTS

COUNT = 12


class Maker:
    """Makes lessons of random numbers and of what is no number, and counts how often."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def __call__(self, number: int) -> Lesson:
        self.made.append(number)
        rng = np.random.default_rng(number)

        def some(*shape: int) -> np.ndarray:
            return rng.standard_normal(shape).astype(np.float32)

        features = {aspect: some(2, 3) for aspect in ASPECTS}
        return Lesson(some(5), some()[()], Taught(some(2, 4), features, features, np.full((2, 52), np.nan, np.float32)))


def same(left: Lesson, right: Lesson) -> bool:
    return all(np.array_equal(*pair, equal_nan=True) for pair in zip(*map(jax.tree.leaves, (left, right)), strict=True))


def test_each_is_made_once_and_comes_back_to_the_last_bit(tmp_path: Path):
    maker = Maker()
    book = LessonBook(tmp_path / "lessons.npy", COUNT, maker)
    first = [book[number] for number in range(COUNT)]
    begun = len(maker.made)
    assert all(same(book[number], lesson) for number, lesson in enumerate(first))
    assert same(first[3], Maker()(3)) and len(maker.made) == begun


def test_another_run_finds_them(tmp_path: Path):
    LessonBook(tmp_path / "lessons.npy", COUNT, Maker())[5]
    maker = Maker()
    book = LessonBook(tmp_path / "lessons.npy", COUNT, maker)
    assert same(book[5], Maker()(5)) and maker.made == [5]


@pytest.mark.parametrize("harm", ["cut", "flipped", "another"])
def test_what_was_harmed_is_made_again(tmp_path: Path, harm: str):
    path = tmp_path / "lessons.npy"
    book = LessonBook(path, COUNT, Maker())
    for number in range(COUNT):
        book[number]
    del book
    content = bytearray(path.read_bytes())
    if harm == "cut":
        content = content[:200]
    elif harm == "flipped":
        content[-9] ^= 0xFF
    else:
        content = bytearray(b"something else")
    path.write_bytes(content)
    assert all(same(LessonBook(path, COUNT, Maker())[number], Maker()(number)) for number in (0, COUNT - 1))


def test_all_come_before_any_comes_again():
    turns = [[number for step in range(3) for number in order_of(step + 3 * turn, 4, COUNT, 0)] for turn in range(4)]
    assert all(sorted(turn) == list(range(COUNT)) for turn in turns)
    assert turns[0] == list(range(COUNT)) and len({tuple(turn) for turn in turns}) > 1


def test_a_place_in_the_batch_keeps_its_lessons():
    of_place = [{order_of(step, 4, COUNT, 7)[place] for step in range(30)} for place in range(4)]
    assert all(a.isdisjoint(b) for a in of_place for b in of_place if a is not b)


def test_the_order_is_the_seeds():
    assert order_of(5, 4, COUNT, 1) == order_of(5, 4, COUNT, 1)
    assert any(order_of(step, 4, COUNT, 1) != order_of(step, 4, COUNT, 2) for step in range(3, 12))
