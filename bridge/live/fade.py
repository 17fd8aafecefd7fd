"""Cross-fades that last a moment and then cost nothing."""

import numpy as np
from jaxtyping import Float32

Share = Float32[np.ndarray, " samples"] | float


class Fade:
    """Moves from one sound to another and back, along a straight line over ``length`` samples."""

    def __init__(self, length: int, arrived: bool = False) -> None:
        self._length = length
        self._at = length if arrived else 0

    @property
    def arrived(self) -> bool:
        """Whether the other sound alone is heard."""
        return self._at == self._length

    def shares(self, samples: int, forth: bool) -> Share:
        """How much of the other sound is heard in the next samples, 0 to 1; a number where it stands still."""
        begin, goal = self._at, self._length if forth else 0
        if begin == goal:
            return float(forth)
        step = 1 if forth else -1
        places = np.clip(begin + step * np.arange(1, samples + 1), 0, self._length)
        self._at = int(places[-1])
        return (places / self._length).astype(np.float32)


def faded(old: Float32[np.ndarray, "2 samples"], new: Float32[np.ndarray, "2 samples"], share: Share) -> np.ndarray:
    """The two sounds, mixed; each to the bit where it alone is heard."""
    if isinstance(share, float):
        return new if share else old
    return old + (new - old) * share
