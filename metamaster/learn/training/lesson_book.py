"""The lessons of pretraining, kept in the run's folder: each is made once and seen many times, in new company.

Making an episode ready takes twenty times as long as learning from it.
"""

import threading
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jaxtyping import UInt32

from metamaster.learn.lesson import Lesson

Row = UInt32[np.ndarray, "_"]
"""The bits of numbers in float32, and a checksum of them."""


class LessonBook:
    """Lessons by number, as rows of a file that is mapped into memory; each ends with its checksum.

    What is not there or was written only in part is made again, so the file may be lost or cut short at any time.
    """

    def __init__(self, path: Path, count: int, make: Callable[[int], Lesson]) -> None:
        self._path = path
        self._count = count
        self._make = make
        self._begin = threading.Lock()
        self._begun: tuple[np.ndarray, Lesson] | None = None

    def __getitem__(self, number: int) -> Lesson:
        """The lesson of that number; several threads may ask for different ones at once."""
        with self._begin:
            if self._begun is None:
                like = self._make(number)
                self._begun = _opened(self._path, (self._count, _row(like).size)), like
            rows, like = self._begun
        row = rows[number]
        if not _is_whole(row):
            row = _row(self._make(number))
            rows[number] = row
        return _lesson(row, like)

    def discard(self) -> None:
        """Removes the file, once no thread looks at it any more."""
        with self._begin:
            self._begun = None
        self._path.unlink(missing_ok=True)


def order_of(step: int, batch: int, count: int, seed: int) -> list[int]:
    """Which of ``count`` lessons, a multiple of ``batch``, a step looks at.

    The first time they come as they are numbered, then in other orders. A place in the batch keeps its lessons: so
    every process of a run makes its own share and no other.
    """
    rounds = count // batch
    turn, at = divmod(step, rounds)
    return [_shuffled(rounds, turn, place, seed)[at] * batch + place for place in range(batch)]


def _shuffled(rounds: int, turn: int, place: int, seed: int) -> Sequence[int]:
    if turn == 0:
        return range(rounds)
    order: list[int] = np.random.default_rng((seed, turn, place)).permutation(rounds).tolist()
    return order


def _opened(path: Path, shape: tuple[int, int]) -> np.ndarray:
    if path.exists():
        try:
            kept = np.lib.format.open_memmap(path, mode="r+")
        except (ValueError, OSError):
            path.unlink()
        else:
            if kept.shape == shape and kept.dtype == np.uint32:
                return kept
            del kept
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.uint32, shape=shape)


def _row(lesson: Lesson) -> Row:
    numbers = np.concatenate([np.ravel(np.asarray(leaf, np.float32)) for leaf in jax.tree.leaves(lesson)])
    bits = numbers.view(np.uint32)
    return np.append(bits, _checksum(bits))


def _checksum(bits: Row) -> np.uint32:
    return np.uint32(zlib.crc32(np.ascontiguousarray(bits).tobytes()))


def _is_whole(row: Row) -> bool:
    return bool(row[-1] == _checksum(row[:-1]))


def _lesson(row: Row, like: Lesson) -> Lesson:
    leaves, structure = jax.tree.flatten(like)
    ends = np.cumsum([np.size(leaf) for leaf in leaves])
    parts = np.split(np.array(row[:-1]).view(np.float32), ends[:-1])
    shaped: list[Any] = [part.reshape(np.shape(leaf)) for part, leaf in zip(parts, leaves, strict=True)]
    lesson: Lesson = jax.tree.unflatten(structure, shaped)
    return lesson
