"""Multitrack sessions: a folder of WAV files a song, which are summed; and how their genre is told by folders."""

from collections.abc import Callable, Iterable
from pathlib import Path

from tasks.folder import audio_files
from tasks.tracks.recordings import FileRecording, StemsRecording, why_unusable
from tasks.tracks.track import Recording, Shelf, Skipped, Track

Finder = Callable[[Path], tuple[list[Path], list[Path]]]
"""From a session's folder to its stems and its masters."""


def sessions_shelf(root: Path, unknown_genre: str, find: Finder) -> Shelf:
    """The sessions right in a folder, or in a folder for each genre; a session with a damaged stem is left out."""
    tracks: list[Track] = []
    skipped: list[Skipped] = []
    for genre, folder in _session_folders(root, unknown_genre, find):
        name = folder.relative_to(root).as_posix()
        stems, masters = find(folder)
        reason = first_reason([*stems, *masters])
        if reason:
            skipped.append(Skipped(name, reason))
        else:
            tracks.append(Track(name, genre, mixes=(StemsRecording(tuple(stems)),), masters=_files(masters)))
    return Shelf(tuple(tracks), tuple(skipped))


def _session_folders(root: Path, unknown_genre: str, find: Finder) -> list[tuple[str, Path]]:
    found = []
    for folder in folders(root):
        if find(folder)[0]:
            found.append((unknown_genre, folder))
        else:
            found += [(folder.name.lower(), session) for session in folders(folder) if find(session)[0]]
    return found


def folders(folder: Path) -> list[Path]:
    """The folders in a folder, in order; hidden ones are left alone."""
    return sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith((".", "__MACOSX")))


def audio_below(folder: Path) -> list[Path]:
    """All audio files in a folder and in the folders in it."""
    return [*audio_files(folder), *(path for inner in folders(folder) for path in audio_below(inner))]


def first_reason(paths: Iterable[Path]) -> str | None:
    """Why one of the files cannot be used; None if all can."""
    return next((reason for path in paths if (reason := why_unusable(path))), None)


def _files(paths: list[Path]) -> tuple[Recording, ...]:
    return tuple(FileRecording(path) for path in paths[:1])
