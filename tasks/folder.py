"""A folder of finished masters (or of mixes): ``GENRE/track.flac``, or flat files named ``GENRE__track.flac``.

Files that differ only by a last ``__a``, ``__b``… are sections of one song.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from metamaster.audio.readable import SUFFIXES
from metamaster.errors import NoMusic
from tasks.tracks.recordings import FileRecording, why_unusable
from tasks.tracks.track import Shelf, Skipped, Track

_SECTION = re.compile(r"__[a-z]$")
_NO_GENRE = "no genre: put it into a folder of that name, or name it GENRE__track"


def folder_shelf(folder: Path, finished: bool = True) -> Shelf:
    """The masters (or mixes, if not ``finished``) in a folder, by genre.

    Files that cannot be read and genres without any are left out and told.
    Raises NoMusic where there is no such folder or nothing in it can be used.
    """
    if not folder.is_dir():
        raise NoMusic(f"{folder} is no folder: name one that holds a folder of music for each genre.")
    skipped = [
        Skipped(one.name, "the folder of this genre holds no audio")
        for one in _genre_folders(folder)
        if not audio_files(one)
    ]
    songs: dict[tuple[str, str], list[Path]] = defaultdict(list)
    taken: dict[tuple[str, str], Path] = {}
    for genre, song, path in _named(folder):
        reason = why_unusable(path) if genre else _NO_GENRE
        if not reason and taken.setdefault((genre, song), path) is not path:
            # Taken for a section, it would be its own reference.
            reason = f"{taken[genre, song].name} is the same song: leave one of them"
        if reason:
            skipped.append(Skipped(path.relative_to(folder).as_posix(), reason))
        else:
            songs[genre, _SECTION.sub("", song)].append(path)
    if not songs:
        raise NoMusic(f"{folder} holds no music that can be used: put audio files into a folder for each genre.")
    tracks = (_track(genre, song, sections, finished) for (genre, song), sections in songs.items())
    return Shelf(tuple(tracks), tuple(skipped))


def _named(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Genre (empty where none is told), song and path of every audio file."""
    for one in _genre_folders(folder):
        yield from ((one.name.lower(), path.stem, path) for path in audio_files(one))
    for path in audio_files(folder):
        genre, mark, song = path.stem.partition("__")
        yield (genre.lower(), song, path) if mark else ("", path.stem, path)


def _track(genre: str, song: str, sections: list[Path], finished: bool) -> Track:
    recorded = tuple(FileRecording(path) for path in sections)
    name = f"{genre}/{song}"
    return Track(name, genre, masters=recorded) if finished else Track(name, genre, mixes=recorded)


def _genre_folders(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))


def audio_files(folder: Path) -> list[Path]:
    """The audio files right in a folder by their names, in order; hidden ones are left alone."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in found if not path.name.startswith("."))
