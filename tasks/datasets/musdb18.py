"""MUSDB18: one MP4 a song with five streams, the mixture and then drums, bass, other and vocals; decoded by ffmpeg."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from metamaster.errors import InputNotAudio, ProgramMissing
from metamaster.style.frames import STYLE_RATE
from tasks.datasets.data_set import DataSet
from tasks.datasets.track_list import UNKNOWN_GENRE, listed_genres
from tasks.tracks.recordings import file_key
from tasks.tracks.track import Shelf, Skipped, Stereo, Track

_STREAMS = 5
_ENDING = ".stem.mp4"


@dataclass(frozen=True)
class StemFileRecording:
    """The sum of the four stems in a stem file (Native Instruments' format), without the mixture in it."""

    path: Path

    @property
    def key(self) -> str:
        """The file by its place, size and time of change."""
        return f"stems {file_key(self.path)}"

    def read(self, part: int, parts: int) -> Stereo:
        """That part of the sum; raises ProgramMissing without ffmpeg, InputNotAudio for what is no stem file."""
        stems = "".join(f"[0:a:{stream}]" for stream in range(1, _STREAMS))
        total = f"{stems}amix=inputs={_STREAMS - 1}:duration=longest:normalize=0"
        samples = _decoded(self.path, ["-filter_complex", total])
        start, stop = (samples.shape[1] * edge // parts for edge in (part, part + 1))
        return np.ascontiguousarray(samples[:, start:stop])


def _decoded(path: Path, arguments: list[str]) -> Stereo:
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), *arguments]
    command += ["-ac", "2", "-ar", str(STYLE_RATE), "-f", "f32le", "-"]
    check_ffmpeg()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        decoded, complaint = running.communicate()
    if running.returncode != 0 or not decoded:
        reason = " ".join(complaint.decode(errors="replace").split())[-200:]
        raise InputNotAudio(f"{path.name} is not a stem file that can be decoded ({reason}): get it again.")
    return np.ascontiguousarray(np.frombuffer(decoded, np.float32).reshape(-1, 2).T)


def check_ffmpeg() -> None:
    """Raise ProgramMissing, saying what to install, unless ffmpeg is found."""
    if shutil.which("ffmpeg") is None:
        raise ProgramMissing(
            "MUSDB18 comes as MP4 stems, which only ffmpeg can decode here: install it with your system's package "
            "manager, such as `apt install ffmpeg`, or get MUSDB18-HQ instead."
        )


def _read(root: Path) -> Shelf:
    check_ffmpeg()
    genres = listed_genres(root)
    tracks: list[Track] = []
    skipped: list[Skipped] = []
    for path in sorted(path for subset in ("train", "test") for path in (root / subset).glob(f"*{_ENDING}")):
        name = path.name.removesuffix(_ENDING)
        if path.stat().st_size:
            genre = genres.get(name, UNKNOWN_GENRE)
            tracks.append(Track(name, genre, mixes=(StemFileRecording(path),)))
        else:
            skipped.append(Skipped(name, f"{path.name} is empty (0 bytes): get it again."))
    return Shelf(tuple(tracks), tuple(skipped))


MUSDB18 = DataSet(
    name="musdb18",
    title="MUSDB18",
    get="https://zenodo.org/records/1117372",
    layout="`train/Artist - Song.stem.mp4`, `test/…`",
    gives="mixes: the sum of the four stems, decoded by ffmpeg",
    genres="`tracklist.csv` in its folder, if you put it there; `unlisted` else",
    landmarks=(("train/*.stem.mp4", "test/*.stem.mp4"),),
    read=_read,
)
