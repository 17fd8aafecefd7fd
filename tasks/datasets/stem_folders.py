"""Data sets of four stems a song: MUSDB18-HQ and DSD100, as WAV files."""

import re
from pathlib import Path

from tasks.datasets.data_set import DataSet
from tasks.datasets.sessions import first_reason, folders
from tasks.datasets.track_list import UNKNOWN_GENRE, listed_genres
from tasks.tracks.recordings import StemsRecording
from tasks.tracks.track import Shelf, Skipped, Track

STEMS = ("drums", "bass", "other", "vocals")
_NUMBER = re.compile(r"^\d{3} - ")
_TRACK_LIST = "`tracklist.csv` in its folder, if you put it there; `unlisted` else"


def _read_musdb_hq(root: Path) -> Shelf:
    return _shelf(root, [song for subset in ("train", "test") for song in _songs(root / subset)])


def _read_dsd100(root: Path) -> Shelf:
    return _shelf(root, [song for subset in ("Dev", "Test") for song in _songs(root / "Sources" / subset)])


def _songs(folder: Path) -> list[Path]:
    return folders(folder) if folder.is_dir() else []


def _shelf(root: Path, songs: list[Path]) -> Shelf:
    """Songs whose four stems can all be read."""
    genres = listed_genres(root)
    tracks: list[Track] = []
    skipped: list[Skipped] = []
    for song in songs:
        stems = tuple(song / f"{stem}.wav" for stem in STEMS)
        reason = first_reason(stems)
        if reason:
            skipped.append(Skipped(song.name, reason))
        else:
            genre = genres.get(_NUMBER.sub("", song.name), UNKNOWN_GENRE)
            tracks.append(Track(song.name, genre, mixes=(StemsRecording(stems),)))
    return Shelf(tuple(tracks), tuple(skipped))


MUSDB18_HQ = DataSet(
    name="musdb18-hq",
    title="MUSDB18-HQ",
    get="https://zenodo.org/records/3338373",
    layout="`train/Artist - Song/{mixture,drums,bass,other,vocals}.wav`, `test/…`",
    gives="mixes: the sum of the four stems",
    genres=_TRACK_LIST,
    landmarks=(("train/*/drums.wav", "test/*/drums.wav"),),
    read=_read_musdb_hq,
)

DSD100 = DataSet(
    name="dsd100",
    title="DSD100",
    get="https://sigsep.github.io/datasets/dsd100.html",
    layout="`Sources/Dev/NNN - Artist - Song/{drums,bass,other,vocals}.wav`, `Sources/Test/…`, `Mixtures/…`",
    gives="mixes: the sum of the four stems",
    genres=_TRACK_LIST,
    landmarks=(("Sources/Dev", "Sources/Test"),),
    read=_read_dsd100,
)
