"""Recordings in files: one file, or stems that are summed."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from metamaster.audio.files import open_source
from metamaster.audio.resample import resample
from metamaster.audio.source import stereo
from metamaster.errors import MetamasterError
from metamaster.style.frames import STYLE_RATE
from tasks.tracks.track import Stereo

_LONGEST_S = 600.0
"""More than ten minutes of one part are not read: a whole album in one file must not fill the memory."""


@dataclass(frozen=True)
class FileRecording:
    """The audio in one file."""

    path: Path

    @property
    def key(self) -> str:
        """The file by its place, size and time of change."""
        return file_key(self.path)

    def read(self, part: int, parts: int) -> Stereo:
        """That part of the file; raises what opening and reading say about inputs."""
        source = open_source(self.path)
        rate = source.sample_rate
        start, stop = (source.frames * edge // parts for edge in (part, part + 1))
        samples = stereo(source.read(start, min(stop, start + round(_LONGEST_S * rate))))
        return resample(samples, rate, STYLE_RATE)


@dataclass(frozen=True)
class StemsRecording:
    """The sum of stems in files, which begin together; a shorter one is followed by silence."""

    paths: tuple[Path, ...]

    @property
    def key(self) -> str:
        """All files, in their order."""
        return " + ".join(file_key(path) for path in self.paths)

    def read(self, part: int, parts: int) -> Stereo:
        """That part of the sum; raises what opening and reading say about inputs."""
        sources = [open_source(path) for path in self.paths]
        seconds = max(source.duration_s for source in sources)
        start_s, stop_s = (seconds * edge / parts for edge in (part, part + 1))
        stop_s = min(stop_s, start_s + _LONGEST_S)
        total = np.zeros((2, round((stop_s - start_s) * STYLE_RATE)), np.float32)
        for source in sources:
            rate = source.sample_rate
            samples = resample(stereo(source.read(round(start_s * rate), round(stop_s * rate))), rate, STYLE_RATE)
            count = min(samples.shape[1], total.shape[1])
            total[:, :count] += samples[:, :count]
        return total


def file_key(path: Path) -> str:
    """A file by its place, size and time of change: what is made of it stays valid as long as these do."""
    state = path.stat()
    return f"{path.resolve()} {state.st_size} {state.st_mtime_ns}"


def why_unusable(path: Path) -> str | None:
    """Why a file cannot be read as audio, in a sentence; None if it can."""
    try:
        open_source(path)
    except MetamasterError as error:
        return str(error)
    return None
