"""The multi-track sessions of Telefunken Elektroakustik: a folder of WAV files a song, in folders where there are many.

A file that is named a mix is not summed with the tracks; one that is named a master is the song's master.
"""

import re
from pathlib import Path

from tasks.datasets.data_set import DataSet
from tasks.datasets.sessions import audio_below, sessions_shelf
from tasks.tracks.track import Shelf

_MASTER = re.compile(r"(^|[ _\-])master(ed)?([ _\-.]|$)", re.IGNORECASE)
_MIX = re.compile(r"(^|[ _\-])(rough|final|stereo)?[ _\-]*mix(down)?([ _\-.0-9]|$)", re.IGNORECASE)


def _find(folder: Path) -> tuple[list[Path], list[Path]]:
    wavs = [path for path in audio_below(folder) if path.suffix.lower() in (".wav", ".aif", ".aiff")]
    masters = [path for path in wavs if _MASTER.search(path.stem)]
    return [path for path in wavs if path not in masters and not _MIX.search(path.stem)], masters


def _read(root: Path) -> Shelf:
    return sessions_shelf(root, "live session", _find)


TELEFUNKEN = DataSet(
    name="telefunken",
    title="Telefunken multi-track sessions",
    get="https://www.telefunken-elektroakustik.com (multi-track session files; unpack each session)",
    layout="`Artist - Song/… .wav`, one folder a session",
    gives="mixes: the sum of each session's tracks at unity gain; its master where a file is named so",
    genres="`live session` for all",
    landmarks=(("*/*.wav", "*/*/*.wav", "*/*.WAV", "*/*/*.WAV", "*/*.aif*"),),
    read=_read,
)
