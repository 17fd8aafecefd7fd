"""What the insert does to the sound, block by block: the chain, its changes without clicks, bypass, and level-matching.

There are two chains with the same sound in. One is heard; when other settings are wanted, the other one is set to them
at once, has a moment to settle, and is faded in. So every change costs the same, whatever and however much changes, and
while nothing changes the sound is that of one plain chain, to the bit. A third plays the settings that are not heard,
where their loudness is to be known. Those that nobody hears trail behind, which takes less time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from jaxtyping import Float32, Float64

from bridge.live.fade import Fade, faded
from bridge.live.match import SIDES, Pair, Side
from bridge.live.trailing import Trailing
from bridge.live.turn import Gain, Turn, turned
from bridge.session.document import SLOTS, Slot
from metamaster.chain.layout import BANDS
from metamaster.chain.pedalboard_renderer.chain import Chain

SETTLE_S = 0.02
"""How long a chain that was set anew is left alone: past the limiter's look-ahead and most of what filters ring."""
FADE_S = 0.03
LOUDEST = 100.0
"""Samples beyond ±40 dB of full scale are no sound; they would stay in the filters for long."""
_AS_IT_IS: Mapping[Side, float] = MappingProxyType(dict.fromkeys(SIDES, 0.0))

Block = Float32[np.ndarray, "2 samples"]
Values = Mapping[str, float]


@dataclass(frozen=True)
class Sound:
    """What is to be heard: the chain with these values, which are those of a slot, or the mix as it is.

    Where mix, A and B are to be equally loud, ``unheard`` has the values of the other slot.
    """

    values: Values
    bypass: bool = False
    slot: Slot = "A"
    unheard: Values | None = None


@dataclass(frozen=True)
class Played:
    """What the chain did with a block, for meters: the most the limiter took, and what loudness is compared by.

    ``energies`` are those before and after the compressors of each band; all zero where nothing is taken.
    """

    reduction_db: float = 0.0
    energies: Float64[np.ndarray, "bands 2"] = field(default_factory=lambda: np.zeros((len(BANDS), 2)))
    pairs: tuple[Pair, ...] = ()


class _Voice:
    """A chain and what it plays."""

    def __init__(self, sound: Sound, sample_rate: int) -> None:
        self.chain = Chain(sound.values, sample_rate, ready=True)
        self.slot: Slot = sound.slot
        self.values = sound.values
        self.trailing = Trailing(self.chain)
        self._compression = self.chain.last_compression()

    def retune(self, slot: Slot, values: Values) -> None:
        self.trailing.catch_up()
        self.slot, self.values = slot, values
        self.chain.retune(values)

    def played(self, pairs: tuple[Pair, ...]) -> Played:
        reduction_db = float(self.chain.reduction_db.max(initial=0.0))
        return Played(reduction_db, self._compression.energies(), pairs)


class Insert:
    """Two channels in, two channels out, ``latency`` samples later, bypassed or not.

    ``aim`` and ``turn`` may be called from any thread at any time; what is newest is taken up between two blocks.
    ``played`` tells of the last block.
    """

    def __init__(self, sound: Sound, sample_rate: int) -> None:
        self._heard, self._next, self._unheard = (_Voice(sound, sample_rate) for _ in range(3))
        self.latency = self._heard.chain.latency
        self.played = Played()
        self._wanted = sound
        self._turned_db = _AS_IT_IS
        self._fade_samples, self._settle_samples = round(FADE_S * sample_rate), round(SETTLE_S * sample_rate)
        self._bypass = Fade(self._fade_samples, sound.bypass)
        self._turns = {side: Turn(self._fade_samples) for side in SIDES}
        self._change: Fade | None = None
        self._settling = 0
        self._waiting = np.zeros((2, self.latency), np.float32)
        self._at = 0

    def aim(self, sound: Sound) -> None:
        """What is to be heard from now on."""
        self._wanted = sound

    def turn(self, turned_db: Mapping[Side, float]) -> None:
        """By how many dB (≤ 0) each side is turned down from now on, while all are to be equally loud."""
        self._turned_db = turned_db

    def process(self, block: Block) -> Block:
        """The next samples, as many as came."""
        wanted, samples = self._wanted, block.shape[1]
        sound = _clean(block)
        dry, gains = self._delayed(sound), self._gains(samples, wanted)
        wet, pairs = self._changed(sound, dry, wanted, gains)
        out = faded(wet, turned(dry, gains["mix"]), self._bypass.shares(samples, wanted.bypass))
        self._add_to_the_unheard(sound, wanted)
        # Never both in one block, which would take longer than it need.
        if self._next.trailing.due:
            self._next.trailing.catch_up()
        elif self._unheard.trailing.due:
            pairs += (self._of_the_unheard(),)
        self.played = Played(pairs=pairs) if self._bypass.arrived else self._heard.played(pairs)
        self._at += samples
        return out

    def _gains(self, samples: int, wanted: Sound) -> dict[Side, Gain]:
        turned_db = _AS_IT_IS if wanted.unheard is None else self._turned_db
        return {side: turn.gains(samples, 10.0 ** (turned_db[side] / 20.0)) for side, turn in self._turns.items()}

    def _changed(
        self, block: Block, dry: Block, wanted: Sound, gains: Mapping[Side, Gain]
    ) -> tuple[Block, tuple[Pair, ...]]:
        """The chain's sound, and beside it the mix's while the settings stand still."""
        heard, following = self._heard, self._next
        if self._change is None and (wanted.values != heard.values or wanted.slot != heard.slot):
            following.retune(wanted.slot, wanted.values)
            self._change, self._settling = Fade(self._fade_samples), self._settle_samples
        old = heard.chain.process(block)
        out = turned(old, gains[heard.slot])
        if self._change is None:
            following.trailing.add(block)
            return out, (Pair(heard.slot, heard.values, self._at, dry, old),)
        new = following.chain.process(block)
        settling = min(self._settling, block.shape[1])
        self._settling -= settling
        if settling < block.shape[1]:
            share = self._change.shares(block.shape[1] - settling, True)
            after = faded(out[:, settling:], turned(new, gains[following.slot])[:, settling:], share)
            out = np.concatenate([out[:, :settling], after], axis=1)
        if self._change.arrived:
            self._heard, self._next, self._change = following, heard, None
        return out, ()

    def _add_to_the_unheard(self, block: Block, wanted: Sound) -> None:
        voice, slot = self._unheard, SLOTS[1 - SLOTS.index(wanted.slot)]
        if wanted.unheard is None:
            voice.trailing.skip()
            return
        if wanted.unheard != voice.values or slot != voice.slot:
            voice.retune(slot, wanted.unheard)
        voice.trailing.add(block)

    def _of_the_unheard(self) -> Pair:
        # The mix is earlier than the chain by its latency, of which a window of 0.4 s knows nothing.
        start, dry, wet = self._unheard.trailing.catch_up()
        return Pair(self._unheard.slot, self._unheard.values, start, dry, wet)

    def _delayed(self, block: Block) -> Block:
        joined = np.concatenate([self._waiting, block], axis=1)
        self._waiting = joined[:, block.shape[1] :]
        return joined[:, : block.shape[1]]


def _clean(block: Block) -> Block:
    """The block without what is no sound; a good one as it is."""
    if np.abs(block).max(initial=0.0) <= LOUDEST:
        return block
    return np.clip(np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0), -LOUDEST, LOUDEST)
