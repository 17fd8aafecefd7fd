"""How loud the mix, A and B are beside each other, and by how much each is turned down to be as loud as the quietest.

What is compared is the integrated loudness (ITU-R BS.1770-5) of the same passage before and after the chain: the last
minute of it, or as much as was heard since the settings changed. A gain that followed the sound more closely would
undo what the compressors do, and compare something else.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np
from jaxtyping import Float32, Float64

from bridge.session.document import SLOTS, Slot
from metamaster.measure.filters import StreamingFilter
from metamaster.measure.loudness import HOP_S, MOMENTARY_S, gated_lufs, k_weighting

Side = Literal["mix", "A", "B"]
SIDES: tuple[Side, ...] = ("mix", *SLOTS)

_HOPS = round(MOMENTARY_S / HOP_S)
_LONGEST = 600
"""Gating blocks, of which there are ten a second."""

Block = Float32[np.ndarray, "2 samples"]


@dataclass(frozen=True, eq=False)
class Pair:
    """The same sound before and after the chain with a slot's settings, from a sample of the stream on."""

    slot: Slot
    values: Mapping[str, float]
    start: int
    dry: Block
    wet: Block


class Difference:
    """Streams by how much louder (LU) a chain makes what goes in; until that is known, and in silence, as before."""

    def __init__(self, sample_rate: int) -> None:
        self.lu: float | None = None
        self._hop = round(HOP_S * sample_rate)
        self._weighting = StreamingFilter(k_weighting(sample_rate), 4)
        self._open = np.zeros((2, 0))
        self._end = 0
        self._recent: deque[Float64[np.ndarray, " pair"]] = deque(maxlen=_HOPS)
        self._gating: deque[Float64[np.ndarray, " pair"]] = deque(maxlen=_LONGEST)

    def restart(self) -> None:
        """What was measured tells nothing of what comes."""
        self._break_off()
        self._gating.clear()

    def add(self, start: int, dry: Block, wet: Block) -> None:
        """The next samples, from that one of the stream on; where some are left out, a window begins anew."""
        if start != self._end:
            self._break_off()
        self._end = start + dry.shape[1]
        squares = np.square(self._weighting(np.concatenate([dry, wet])))
        waiting = np.concatenate([self._open, squares.reshape(2, 2, -1).sum(axis=1)], axis=1)
        whole = waiting.shape[1] // self._hop * self._hop
        self._open = waiting[:, whole:]
        for power in waiting[:, :whole].reshape(2, -1, self._hop).mean(axis=2).T:
            self._end_hop(power)

    def _end_hop(self, power: Float64[np.ndarray, " pair"]) -> None:
        self._recent.append(power)
        if len(self._recent) < _HOPS:
            return
        self._gating.append(np.mean(self._recent, axis=0))
        dry_lufs, wet_lufs = (gated_lufs(powers) for powers in np.stack(self._gating, axis=1))
        if np.isfinite(dry_lufs) and np.isfinite(wet_lufs):
            self.lu = wet_lufs - dry_lufs

    def _break_off(self) -> None:
        self._open = np.zeros((2, 0))
        self._recent.clear()


class Match:
    """Follows both settings; what is measured of one holds while the other is heard, until it is changed."""

    def __init__(self, sample_rate: int) -> None:
        self._of = {slot: Difference(sample_rate) for slot in SLOTS}
        self._values: dict[Slot, Mapping[str, float]] = {}

    def add(self, pairs: Iterable[Pair]) -> None:
        """What was played since the last time, in order."""
        for slot, of_slot in groupby(sorted(pairs, key=lambda pair: pair.slot), lambda pair: pair.slot):
            for _, same in groupby(of_slot, lambda pair: id(pair.values)):
                self._add(slot, _unbroken(same))

    def turned_db(self) -> dict[Side, float]:
        """By how many dB (≤ 0) each side is turned down, so that all are as loud as the quietest."""
        lu = {slot: found.lu for slot, found in self._of.items() if found.lu is not None}
        quietest = min(0.0, *lu.values()) if lu else 0.0
        return {side: quietest - (0.0 if side == "mix" else lu.get(side, 0.0)) for side in SIDES}

    def _add(self, slot: Slot, runs: Iterable[Pair]) -> None:
        for run in runs:
            if self._values.get(slot) != run.values:
                self._of[slot].restart()
            self._values[slot] = run.values
            self._of[slot].add(run.start, run.dry, run.wet)


def _unbroken(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """Pairs that follow each other as one: filtering a few long ones takes less time than many short ones."""
    run: list[Pair] = []
    for pair in pairs:
        if run and pair.start != run[-1].start + run[-1].dry.shape[1]:
            yield _joined(run)
            run = []
        run.append(pair)
    if run:
        yield _joined(run)


def _joined(run: list[Pair]) -> Pair:
    first, dry, wet = run[0], [pair.dry for pair in run], [pair.wet for pair in run]
    return Pair(first.slot, first.values, first.start, np.concatenate(dry, axis=1), np.concatenate(wet, axis=1))
