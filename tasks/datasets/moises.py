"""MoisesDB: a folder a song, named by its identifier, with ``data.json`` and a folder for each stem."""

from pathlib import Path

import msgspec

from tasks.datasets.data_set import DataSet
from tasks.datasets.sessions import first_reason
from tasks.tracks.recordings import StemsRecording
from tasks.tracks.track import Shelf, Skipped, Track


class _Source(msgspec.Struct):
    id: str
    extension: str = "wav"


class _Stem(msgspec.Struct):
    stem_name: str = msgspec.field(name="stemName")
    tracks: tuple[_Source, ...] = ()


class _Song(msgspec.Struct):
    song: str = "untitled"
    artist: str = ""
    genre: str = "undefined"
    stems: tuple[_Stem, ...] = ()


def _read(root: Path) -> Shelf:
    tracks: list[Track] = []
    skipped: list[Skipped] = []
    for path in sorted({*root.glob("*/data.json"), *root.glob("*/*/data.json")}):
        found = _track(path)
        if isinstance(found, Track):
            tracks.append(found)
        else:
            skipped.append(found)
    return Shelf(tuple(tracks), tuple(skipped))


def _track(path: Path) -> Track | Skipped:
    folder = path.parent
    try:
        song = msgspec.json.decode(path.read_bytes(), type=_Song)
    except (msgspec.DecodeError, OSError) as error:
        return Skipped(folder.name, f"its data.json is damaged ({error})")
    stems = tuple(
        folder / stem.stem_name / f"{source.id}.{source.extension.lstrip('.')}"
        for stem in song.stems
        for source in stem.tracks
    )
    reason = first_reason(stems) if stems else "its data.json names no stems"
    if reason:
        return Skipped(folder.name, reason)
    name = f"{song.artist} - {song.song} ({folder.name[:8]})"
    return Track(name, song.genre.lower(), mixes=(StemsRecording(stems),))


MOISESDB = DataSet(
    name="moisesdb",
    title="MoisesDB",
    get="https://music.ai/research/ (MoisesDB)",
    layout="`moisesdb_v0.1/IDENTIFIER/data.json`, `…/STEM/IDENTIFIER.wav`",
    gives="mixes: the sum of all stems",
    genres="`data.json`",
    landmarks=(("*/data.json", "*/*/data.json"),),
    read=_read,
)
