"""Musical time: beats to samples, with swing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """A steady tempo in quarter-note beats.

    ``swing`` delays every second sixteenth (or eighth, by ``swung_beats``) by that part of its length.
    """

    tempo_bpm: float
    sample_rate: int
    swing: float = 0.0
    beats_per_bar: int = 4
    swung_beats: float = 0.25

    def seconds(self, beats: float) -> float:
        """Length in seconds of a number of beats."""
        return beats * 60.0 / self.tempo_bpm

    def sample(self, beat: float) -> int:
        """Sample at which something written at ``beat`` is played."""
        late = self.swung_beats * self.swing if round(beat / self.swung_beats) % 2 == 1 else 0.0
        return round(self.seconds(beat + late) * self.sample_rate)
