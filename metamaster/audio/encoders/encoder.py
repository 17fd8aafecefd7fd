"""What an encoder is: it fills a file that is there already, and knows nothing of where that file goes."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32, Int32


@dataclass(frozen=True)
class Layout:
    """Sample rate in Hz, number of channels, and bits a sample: 16 and 24 are integers, 32 is floating point."""

    sample_rate: int
    channels: int
    bits: int

    @property
    def frame_bytes(self) -> int:
        """Size of one sample of every channel, uncompressed."""
        return self.channels * self.bits // 8

    @property
    def floating(self) -> bool:
        """Whether samples are floating-point numbers."""
        return self.bits == 32


@runtime_checkable
class Encoder(Protocol):
    """Takes samples as the layout says, channels first, until it is finished or abandoned; may raise OSError."""

    def write(self, samples: Int32[np.ndarray, "channels samples"] | Float32[np.ndarray, "channels samples"]) -> None:
        """Add samples at the end."""
        ...

    def finish(self) -> None:
        """Complete the file and close it."""
        ...

    def abandon(self) -> None:
        """Close the file, whatever state it is in; raises nothing."""
        ...
