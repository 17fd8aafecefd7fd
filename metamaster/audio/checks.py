"""Whether a sound is of any use for mastering: long enough, audible, and made of numbers."""

from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float32

from metamaster.errors import InputEmpty, NonFiniteInput, SilentInput, TooShort

if TYPE_CHECKING:
    from metamaster.audio.source import Source

# Loudness range and style both need several 400 ms blocks and one 3 s window (EBU Tech 3341, 3342).
SHORTEST_S = 3.0
# The absolute gate of ITU-R BS.1770-5: what is below it counts as silence.
ABSOLUTE_GATE_LUFS = -70.0
# 200 dB above full scale; whole numbers of 32 bits that were stored as they are stay far below.
LOUDEST = 1e10


class SourceCheck:
    """Looks at a source's blocks as they pass, whoever reads them; ``peak`` is the largest magnitude so far."""

    def __init__(self, source: "Source") -> None:
        self._name = source.name
        self._sample_rate = source.sample_rate
        self._samples = 0
        self.peak = 0.0

    def add(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Take the next block, shape (channels, samples); raises NonFiniteInput."""
        if not block.size:
            return
        # NaN and infinity both survive into a maximum or a minimum.
        peak = max(float(block.max()), -float(block.min()))
        if not np.isfinite(peak):
            first = self._samples + int(np.argmin(np.isfinite(block).all(axis=0)))
            raise NonFiniteInput(
                f"{self._name} holds samples that are not numbers (NaN or infinite), the first at "
                f"{first / self._sample_rate:.1f} s: export it again."
            )
        if peak > LOUDEST:
            # Their squares have no room in 32 bits.
            raise NonFiniteInput(
                f"{self._name} holds samples that are no sound ({peak:.0e} times full scale): export it again."
            )
        self._samples += block.shape[1]
        self.peak = max(self.peak, peak)

    def finish(self, integrated_lufs: float | None = None) -> None:
        """Judge the whole; raises InputEmpty, TooShort or SilentInput.

        Silence is what never reaches the absolute gate in level or, where the reader measured that too, in loudness.
        """
        seconds = self._samples / self._sample_rate
        if not self._samples:
            raise InputEmpty(f"{self._name} holds no samples: export it again.")
        if seconds < SHORTEST_S:
            raise TooShort(f"{self._name} lasts {seconds:.2f} s: give at least {SHORTEST_S:g} s of music.")
        too_quiet = integrated_lufs is not None and not integrated_lufs > ABSOLUTE_GATE_LUFS
        if too_quiet or self.peak <= 10 ** (ABSOLUTE_GATE_LUFS / 20):
            raise SilentInput(f"{self._name} is silent (all of it below -70 LUFS): check that it is the right file.")
