"""Packs exported from Freesound: ``PACK__USER__NAME/NUMBER__USER__NAME.wav`` with ``_readme_and_license.txt``."""

import re
from pathlib import Path

from metamaster.audio.checks import SHORTEST_S
from metamaster.audio.files import open_source
from tasks.datasets.data_set import DataSet
from tasks.datasets.sessions import folders
from tasks.folder import audio_files
from tasks.tracks.recordings import FileRecording, why_unusable
from tasks.tracks.track import Shelf, Skipped, Track

_README = "_readme_and_license.txt"
_SOUND = re.compile(r"(?P<number>\d+)__(?P<user>[^_].*?)__(?P<name>.+)")
_PACK = re.compile(r"\d+__[^_].*?__(?P<name>.+)")


def _read(root: Path) -> Shelf:
    """Every sound long enough to be music, of the packs in a folder or of the one pack that it is."""
    tracks: list[Track] = []
    skipped: list[Skipped] = []
    for pack in [root, *folders(root)]:
        for path in audio_files(pack):
            match = _SOUND.fullmatch(path.stem)
            if not match:
                continue
            reason = why_unusable(path) or _too_short(path)
            if reason:
                skipped.append(Skipped(path.name, reason))
            else:
                name = f"{match['name']} by {match['user']} ({match['number']})"
                tracks.append(Track(name, _genre(pack), masters=(FileRecording(path),)))
    return Shelf(tuple(tracks), tuple(skipped))


def _genre(pack: Path) -> str:
    match = _PACK.fullmatch(pack.name)
    return match["name"].replace("-", " ").lower() if match else pack.name.lower()


def _too_short(path: Path) -> str | None:
    seconds = open_source(path).duration_s
    return f"{path.name} lasts {seconds:.1f} s, which is no music" if seconds < SHORTEST_S else None


FREESOUND = DataSet(
    name="freesound",
    title="Freesound packs",
    get="https://freesound.org (download packs of loops or songs, and unpack them)",
    layout=f"`NUMBER__USER__PACK/NUMBER__USER__SOUND.wav …`, `{_README}`",
    gives="sounds of at least three seconds, taken as finished",
    genres="the names of the packs",
    landmarks=((_README, f"*/{_README}"),),
    read=_read,
)
