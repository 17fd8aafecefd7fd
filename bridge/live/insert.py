"""What the insert does to the sound, block by block: the chain, its changes without clicks, and bypass.

There are two chains with the same sound in. One is heard; when other settings are wanted, the other one is set to them
at once, has a moment to settle, and is faded in. So every change costs the same, whatever and however much changes, and
while nothing changes the sound is that of one plain chain, to the bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from bridge.live.fade import Fade, faded
from metamaster.chain.pedalboard_renderer.chain import Chain

SETTLE_S = 0.02
"""How long a chain that was set anew is left alone: past the limiter's look-ahead and most of what filters ring."""
FADE_S = 0.03
LOUDEST = 100.0
"""Samples beyond ±40 dB of full scale are no sound; they would stay in the filters for long."""

Block = Float32[np.ndarray, "2 samples"]


@dataclass(frozen=True)
class Sound:
    """What is to be heard: the chain with these values, or the mix as it is."""

    values: Mapping[str, float]
    bypass: bool = False


class Insert:
    """Two channels in, two channels out, ``latency`` samples later, bypassed or not.

    ``aim`` may be called from any thread at any time; the newest sound is taken up between two blocks.
    """

    def __init__(self, sound: Sound, sample_rate: int) -> None:
        self._heard, self._other = (Chain(sound.values, sample_rate, ready=True) for _ in range(2))
        self.latency = self._heard.latency
        self.reduction_db = 0.0
        self._wanted, self._values = sound, sound.values
        self._fade_samples, self._settle_samples = round(FADE_S * sample_rate), round(SETTLE_S * sample_rate)
        self._bypass = Fade(self._fade_samples, sound.bypass)
        self._change: Fade | None = None
        self._settling = 0
        self._waiting = np.zeros((2, self.latency), np.float32)

    def aim(self, sound: Sound) -> None:
        """What is to be heard from now on."""
        self._wanted = sound

    def process(self, block: Block) -> Block:
        """The next samples, as many as came."""
        wanted = self._wanted
        sound = _clean(block)
        wet = self._changed(sound, wanted.values)
        out = faded(wet, self._delayed(sound), self._bypass.shares(block.shape[1], wanted.bypass))
        self.reduction_db = 0.0 if self._bypass.arrived else float(self._heard.reduction_db.max(initial=0.0))
        return out

    def _changed(self, block: Block, values: Mapping[str, float]) -> Block:
        if self._change is None and values != self._values:
            self._other.retune(values)
            self._values = values
            self._change, self._settling = Fade(self._fade_samples), self._settle_samples
        old, new = self._heard.process(block), self._other.process(block)
        if self._change is None:
            return old
        settling = min(self._settling, block.shape[1])
        self._settling -= settling
        out = old
        if settling < block.shape[1]:
            share = self._change.shares(block.shape[1] - settling, True)
            out = np.concatenate([old[:, :settling], faded(old[:, settling:], new[:, settling:], share)], axis=1)
        if self._change.arrived:
            self._heard, self._other, self._change = self._other, self._heard, None
        return out

    def _delayed(self, block: Block) -> Block:
        joined = np.concatenate([self._waiting, block], axis=1)
        self._waiting = joined[:, block.shape[1] :]
        return joined[:, : block.shape[1]]


def _clean(block: Block) -> Block:
    """The block without what is no sound; a good one as it is."""
    if np.abs(block).max(initial=0.0) <= LOUDEST:
        return block
    return np.clip(np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0), -LOUDEST, LOUDEST)
