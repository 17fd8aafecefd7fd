"""A folder of finished masters (or of mixes): ``GENRE/track.flac``, or flat files named ``GENRE__track.flac``.

Files that differ only by a last ``__a``, ``__b``… are sections of one song.
"""

import re
from collections import defaultdict
from pathlib import Path

from metamaster.errors import NoMusic
from tasks.tracks.recordings import FileRecording, why_unusable
from tasks.tracks.track import Shelf, Skipped, Track

EXTENSIONS = frozenset({".wav", ".aif", ".aiff", ".flac", ".ogg", ".mp3"})
_SECTION = re.compile(r"__[a-z]$")


def folder_shelf(folder: Path, finished: bool = True) -> Shelf:
    """The masters (or mixes, if not ``finished``) in a folder, by genre.

    Files that cannot be read and genres without any are left out and told.
    Raises NoMusic where there is no such folder or nothing in it can be used.
    """
    if not folder.is_dir():
        raise NoMusic(f"{folder} is no folder: name one that holds a folder of music for each genre.")
    genres: dict[str, list[Path]] = {one.name: audio_files(one) for one in sorted(folder.iterdir()) if one.is_dir()}
    skipped = [Skipped(genre, "the folder of this genre holds no audio") for genre in genres if not genres[genre]]
    for path in audio_files(folder):
        genre, mark, _ = path.name.partition("__")
        if mark:
            genres.setdefault(genre, []).append(path)
        else:
            skipped.append(Skipped(path.name, "no genre: put it into a folder of that name, or name it GENRE__track"))
    tracks: list[Track] = []
    for genre, paths in genres.items():
        reasons = {path: why_unusable(path) for path in paths}
        skipped += [Skipped(f"{genre}/{path.name}", reason) for path, reason in reasons.items() if reason]
        tracks += _tracks(genre, [path for path in paths if not reasons[path]], finished)
    if not tracks:
        raise NoMusic(f"{folder} holds no music that can be used: put audio files into a folder for each genre.")
    return Shelf(tuple(tracks), tuple(skipped))


def audio_files(folder: Path) -> list[Path]:
    """The audio files right in a folder by their names, in order; hidden ones are left alone."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in EXTENSIONS and path.is_file())
    return sorted(path for path in found if not path.name.startswith("."))


def _tracks(genre: str, paths: list[Path], finished: bool) -> list[Track]:
    songs: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        songs[_SECTION.sub("", path.stem.removeprefix(f"{genre}__"))].append(path)
    recorded = {f"{genre}/{song}": tuple(map(FileRecording, sections)) for song, sections in songs.items()}
    if finished:
        return [Track(name, genre, masters=sections) for name, sections in recorded.items()]
    return [Track(name, genre, mixes=sections) for name, sections in recorded.items()]
