"""The 'Mixing Secrets' library of Cambridge-MT: one folder a session, as its ZIP archives unpack.

``Artist_Song_Full/01_Kick.wav …`` (also ``_Excerpt``); put into folders by genre, as the library's page lists them.
"""

from pathlib import Path

from tasks.datasets.data_set import DataSet
from tasks.datasets.sessions import audio_below, sessions_shelf
from tasks.tracks.track import Shelf

_NO_STEMS = ("preview", "_mix", "mixdown")


def _find(folder: Path) -> tuple[list[Path], list[Path]]:
    if not folder.name.lower().endswith(("_full", "_excerpt")):
        return [], []
    wavs = [path for path in audio_below(folder) if path.suffix.lower() == ".wav"]
    return [path for path in wavs if not any(word in path.stem.lower() for word in _NO_STEMS)], []


def _read(root: Path) -> Shelf:
    return sessions_shelf(root, "unsorted", _find)


CAMBRIDGE = DataSet(
    name="cambridge-mt",
    title="Cambridge-MT multitracks",
    get="https://cambridge-mt.com/ms/mtk/ (unpack each session)",
    layout="`GENRE/Artist_Song_Full/01_Kick.wav …`, or the sessions side by side",
    gives="mixes: the sum of each session's tracks at unity gain",
    genres="the folders that you sort the sessions into; `unsorted` else",
    landmarks=(("*_Full", "*_Excerpt", "*/*_Full", "*/*_Excerpt"),),
    read=_read,
)
