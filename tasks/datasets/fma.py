"""The Free Music Archive data set (FMA): MP3 files by number, and their genres in ``tracks.csv``."""

import csv
from collections.abc import Iterator
from pathlib import Path

from metamaster.errors import NoMusic
from tasks.datasets.data_set import DataSet
from tasks.tracks.recordings import FileRecording, why_unusable
from tasks.tracks.track import Shelf, Skipped, Track

_SIZES = ("fma_full", "fma_large", "fma_medium", "fma_small")
_COLUMN = ("track", "genre_top")


def _read(root: Path) -> Shelf:
    """Every track of the largest of the audio folders that is there and whose top genre is told."""
    audio = next(root / size for size in _SIZES if (root / size / "000").is_dir())
    tracks: list[Track] = []
    skipped: list[Skipped] = []
    for number, genre in _genres(root / "fma_metadata" / "tracks.csv"):
        path = audio / f"{number:06d}"[:3] / f"{number:06d}.mp3"
        if not path.is_file():
            continue
        reason = why_unusable(path)
        if reason:
            skipped.append(Skipped(path.name, reason))
        else:
            tracks.append(Track(f"fma {number}", genre, masters=(FileRecording(path),)))
    return Shelf(tuple(tracks), tuple(skipped))


def _genres(path: Path) -> Iterator[tuple[int, str]]:
    """Track number and top genre; the table has two lines of headings and one with the name of its index."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        headings = list(zip(next(rows, []), next(rows, []), strict=False))
        if _COLUMN not in headings:
            raise NoMusic(f"{path} has no column {' '.join(_COLUMN)}: unpack fma_metadata.zip again.")
        column = headings.index(_COLUMN)
        for row in rows:
            if len(row) > column and row[0].isdigit() and row[column]:
                yield int(row[0]), row[column].lower()


FMA = DataSet(
    name="fma",
    title="FMA",
    get="https://github.com/mdeff/fma (fma_metadata.zip and one of fma_small.zip to fma_full.zip)",
    layout="`fma_metadata/tracks.csv`, `fma_small/000/000002.mp3 …` (or medium, large, full)",
    gives="finished masters, as released",
    genres="the top genre in `tracks.csv`; tracks without one are not used",
    landmarks=(("fma_metadata/tracks.csv",), tuple(f"{size}/000" for size in _SIZES)),
    read=_read,
)
