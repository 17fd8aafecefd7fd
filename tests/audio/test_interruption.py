"""Ctrl-C at any moment: what was there stays, or the whole new file is there, and never anything else."""

import gc
import sys
from pathlib import Path
from types import FrameType

import numpy as np
import pytest
import soundfile

from metamaster.audio import writer as writer_module
from metamaster.audio.writer import AudioWriter

from .conftest import noise

AUDIO_ROOM = str(Path(writer_module.__file__).parent)


class InterruptAt:
    """Raises KeyboardInterrupt before the given line, counted as lines of the audio room run; None only counts."""

    def __init__(self, line: int | None) -> None:
        self.line = line
        self.count = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> "InterruptAt | None":
        if not frame.f_code.co_filename.startswith(AUDIO_ROOM):
            return None
        if event == "line":
            self.count += 1
            if self.count == self.line:
                raise KeyboardInterrupt
        return self

    def __enter__(self) -> "InterruptAt":
        self.previous = sys.gettrace()
        sys.settrace(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.previous)


def write(path: Path, overwrite: bool) -> None:
    with AudioWriter(path, 8_000, 1, 16, overwrite=overwrite) as writer:
        writer.write(noise(1, 500))


def outcome(path: Path) -> str:
    """What is in a folder where at most one file may be."""
    others = [other.name for other in path.parent.iterdir() if other != path]
    if others:
        return f"left {others}"
    if not path.exists():
        return "nothing"
    if path.read_bytes() == b"old":
        return "old"
    samples = soundfile.read(path)[0]
    return "whole" if len(samples) == 500 and np.abs(samples).max() > 0.4 else "damaged"


# An interruption between opening a file and noting that it is open leaves closing it to Python, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["a.wav", "a.flac"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_every_moment_is_safe(tmp_path: Path, name: str, overwrite: bool):
    with InterruptAt(None) as counted:
        write(tmp_path / name, overwrite)
    paths = {line: tmp_path / str(line) / name for line in range(1, counted.count + 1)}
    for line, path in paths.items():
        path.parent.mkdir()
        if overwrite:
            path.write_bytes(b"old")
        with pytest.raises(KeyboardInterrupt), InterruptAt(line):
            write(path, overwrite)
    # As at the end of the program: what an interruption left half cleared up goes with its owner.
    gc.collect()
    outcomes = {line: outcome(path) for line, path in paths.items()}
    allowed = {"old" if overwrite else "nothing", "whole"}
    assert {line: seen for line, seen in outcomes.items() if seen not in allowed} == {}
    assert set(outcomes.values()) == allowed
