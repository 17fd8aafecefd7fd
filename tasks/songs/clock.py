"""Musical time: beats to samples, with swing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """A steady tempo in quarter-note beats; ``swing`` delays every second sixteenth by that part of a sixteenth."""

    tempo_bpm: float
    sample_rate: int
    swing: float = 0.0
    beats_per_bar: int = 4

    def seconds(self, beats: float) -> float:
        """Length in seconds of a number of beats."""
        return beats * 60.0 / self.tempo_bpm

    def sample(self, beat: float) -> int:
        """Sample at which something written at ``beat`` is played."""
        late = 0.25 * self.swing if round(beat * 4) % 2 == 1 else 0.0
        return round(self.seconds(beat + late) * self.sample_rate)
