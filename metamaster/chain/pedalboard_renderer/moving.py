"""Stages whose controls move without a click: two copies of each, of which one is retuned while it is not heard.

Setting a Pedalboard processor while it plays is a jump. So the sound is faded from one copy to the other over each cell
of the grid, and the one that has just become silent is set to the values of the next knot. Both hear everything, so
that filters and envelopes are where they would be. While nothing moves, one copy alone is heard, to the bit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from jaxtyping import Float

from metamaster.chain.lanes import Lanes
from metamaster.chain.pedalboard_renderer.knots import CELL, Knots

Signal: TypeAlias = Float[np.ndarray, "... samples"]
Values: TypeAlias = Mapping[str, float]


@runtime_checkable
class Retunable(Protocol):
    """What takes other values while it plays, keeping what it holds of the sound."""

    def retune(self, values: Values) -> None:
        """Other values from the next sample on."""
        ...

    def process(self, block: Any) -> Any:
        """The next samples, along the last axis."""
        ...


@runtime_checkable
class Playing(Protocol):
    """What plays block by block."""

    def process(self, block: Any) -> Any:
        """The next samples, along the last axis."""
        ...


def playing(
    make: Callable[[Values], Retunable], prefix: str | tuple[str, ...], values: Values, lanes: Lanes, sample_rate: int
) -> Playing:
    """The stage that ``make`` makes from values; one that moves if any control that begins so has a lane."""
    own = {name: points for name, points in lanes.items() if name.startswith(prefix)}
    return Moving(make, values, Knots(own, sample_rate)) if own else make(values)


def retune(stages: Iterable[Playing], values: Values) -> None:
    """Other values from the next sample on for all that take them; what is on lanes stays on them."""
    for stage in stages:
        if isinstance(stage, Retunable):
            stage.retune(values)


class Moving:
    """The stage that ``make`` makes, with its controls on lanes; those without a lane stay at ``values``."""

    def __init__(self, make: Callable[[Values], Retunable], values: Values, knots: Knots) -> None:
        self._knots = knots
        self._values = {**values, **{name: float(at[0]) for name, at in knots.at(0, 1).items()}}
        self._heard, self._silent = make(self._values), make(self._values)
        self._at = 0

    @property
    def copies(self) -> tuple[Retunable, Retunable]:
        """Both copies; which of them is heard changes from cell to cell."""
        return self._heard, self._silent

    def process(self, block: Signal) -> Signal:
        """The next samples."""
        begin = self._at
        self._at += block.shape[-1]
        pieces = [
            self._piece(block[..., start - begin : stop - begin], start, knot)
            for start, stop, knot in self._pieces(begin, self._at)
        ]
        return np.concatenate(pieces, axis=-1) if len(pieces) != 1 else pieces[0]

    def _piece(self, piece: Signal, start: int, knot: Values | None) -> Signal:
        """Still where ``knot`` is None; otherwise on the way to the values at the end of the cell."""
        inside, size = start % CELL, piece.shape[-1]
        if knot is not None and inside == 0:
            self._silent.retune({**self._values, **knot})
        old, new = self._heard.process(piece), self._silent.process(piece)
        if knot is None:
            return old
        share = np.arange(inside + 1, inside + size + 1, dtype=np.float32) / np.float32(CELL)
        if inside + size == CELL:
            self._heard, self._silent = self._silent, self._heard
        return old + (new - old) * share

    def _pieces(self, begin: int, end: int) -> Iterator[tuple[int, int, Values | None]]:
        """First and last sample of every piece: one cell where something moves, as much as there is where not."""
        first, cells = begin // CELL, -(-end // CELL) - begin // CELL
        knots = self._knots.at(first, cells + 1)
        moves = np.any([values[1:] != values[:-1] for values in knots.values()], axis=0)
        edges = np.flatnonzero(moves[:-1] | moves[1:]) + 1
        starts = [0, *edges.tolist()]
        for cell, following in zip(starts, [*starts[1:], cells], strict=True):
            knot = {name: float(values[cell + 1]) for name, values in knots.items()} if moves[cell] else None
            yield max(begin, (first + cell) * CELL), min(end, (first + following) * CELL), knot
