"""The portrait of a file."""

from pathlib import Path

from benchmarks.wav import read
from metamaster.learn.evaluation.portrait import Portrait, portrait


def portrait_of(path: Path) -> Portrait:
    """Measure a stereo file."""
    return portrait(*read(path))
