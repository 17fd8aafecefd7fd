"""Every data set is read in its published layout, of which the tests make a small copy."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from metamaster.errors import InputNotAudio, NoMusic, ProgramMissing
from tasks.datasets.registry import DATA_SETS
from tasks.tracks.track import Shelf
from tests.tasks.music import RATE, tune, written

SECONDS = 3.5
STEMS = ("drums", "bass", "other", "vocals")
FMA_TABLE = """,album,track,track,set
,title,genre_top,title,subset
track_id,,,,
2,AWOL,Hip-Hop,Food,small
3,AWOL,Hip-Hop,Electric Ave,small
5,Else,,No genre,small
10,Else,Rock,Missing,small
"""


def stem(number: int) -> np.ndarray:
    return np.float32(0.5) * tune(SECONDS, seed=number)


def musdb18_hq(root: Path) -> None:
    for song in ("train/A - One", "train/B - Two", "test/C - Three"):
        for number, name in enumerate(STEMS):
            written(root / song / f"{name}.wav", stem(number))
        written(root / song / "mixture.wav", stem(9))
    (root / "train/B - Two/bass.wav").unlink()
    (root / "tracklist.csv").write_text("Track Name,Genre,Source,License\nA - One,Rock,DSD,x\n")


def musdb18(root: Path) -> None:
    for song in ("train/A - One", "test/C - Three"):
        target = root / f"{song}.stem.mp4"
        target.parent.mkdir(parents=True, exist_ok=True)
        inputs = [argument for number in range(5) for argument in ("-i", str(_stem_file(root, number)))]
        maps = [argument for number in range(5) for argument in ("-map", f"{number}:a")]
        subprocess.run(
            ["ffmpeg", "-v", "error", *inputs, *maps, "-c:a", "aac", "-b:a", "256k", str(target)], check=True
        )
    (root / "train/empty.stem.mp4").touch()


def _stem_file(root: Path, number: int) -> Path:
    """A stem apart from the data set's folder: the first is the mixture, which must not be added."""
    return written(root.parent / f"stems of {root.name}" / f"{number}.wav", stem(number))


def dsd100(root: Path) -> None:
    for song in ("Dev/051 - AM Contra - Heart Peripheral", "Test/001 - ANiMAL - Clinic A"):
        for number, name in enumerate(STEMS):
            written(root / "Sources" / song / f"{name}.wav", stem(number))
        written(root / "Mixtures" / song / "mixture.wav", stem(9))
    (root / "tracklist.csv").write_text("ID;Track;Genre (Allmusic);Style;\n1;ANiMAL - Clinic A;Rap;UK Hip-Hop;\n")


def moisesdb(root: Path) -> None:
    for identifier, genre in (("11aa", "rock"), ("22bb", "pop")):
        folder = root / "moisesdb_v0.1" / identifier
        tracks = [
            {"id": f"{identifier}-{name}", "extension": "wav", "trackType": "x", "has_bleed": False} for name in "ab"
        ]
        stems = [{"id": "s", "stemName": "vocals", "tracks": tracks[:1]}, {"stemName": "drums", "tracks": tracks[1:]}]
        for number, name in enumerate(("vocals", "drums")):
            written(folder / name / f"{identifier}-{'ab'[number]}.wav", stem(number))
        about = {"song": f"Song {identifier}", "artist": "Artist", "genre": genre, "id": identifier, "stems": stems}
        (folder / "data.json").write_text(json.dumps(about))
    damaged = root / "moisesdb_v0.1" / "33cc"
    damaged.mkdir()
    (damaged / "data.json").write_text("{")


def cambridge(root: Path) -> None:
    for session in ("Rock/Band_Song_Full", "Other_Piece_Excerpt"):
        for number, name in enumerate(("01_Kick", "02_Vox")):
            written(root / session / f"{name}.wav", stem(number))
    written(root / "Rock/Band_Song_Full/BandSong_Full_Preview.wav", stem(9))
    (root / "Rock/Band_Broken_Full").mkdir()
    (root / "Rock/Band_Broken_Full/01_Kick.wav").write_text("no music")


def telefunken(root: Path) -> None:
    for number, name in enumerate(("Kick M82", "Vocal ELA M 251", "Song - Mix", "Song - Mastered")):
        written(root / "Band - Song" / f"{name}.wav", stem(number))
    written(root / "Band - Other" / "Multitracks" / "Kick.wav", stem(0))


def fma(root: Path) -> None:
    (root / "fma_metadata").mkdir(parents=True)
    (root / "fma_metadata/tracks.csv").write_text(FMA_TABLE)
    written(root / "fma_small/000/000002.mp3", stem(0))
    (root / "fma_small/000/000003.mp3").write_text("no music")
    written(root / "fma_small/000/000005.mp3", stem(1))


def freesound(root: Path) -> None:
    pack = root / "123__user__Drum-Loops"
    written(pack / "1001__user__loop-one.wav", stem(0))
    written(pack / "1002__user__hit.wav", stem(0)[:, :RATE])
    written(pack / "not-of-the-pack.wav", stem(0))
    (pack / "_readme_and_license.txt").write_text("Sound pack downloaded from Freesound")


COPIES: dict[str, Callable[[Path], None]] = {
    "musdb18": musdb18,
    "musdb18-hq": musdb18_hq,
    "dsd100": dsd100,
    "moisesdb": moisesdb,
    "cambridge-mt": cambridge,
    "telefunken": telefunken,
    "fma": fma,
    "freesound": freesound,
}
NAMES = {
    "musdb18": {"A - One": "unlisted", "C - Three": "unlisted"},
    "musdb18-hq": {"A - One": "rock", "C - Three": "unlisted"},
    "dsd100": {"051 - AM Contra - Heart Peripheral": "unlisted", "001 - ANiMAL - Clinic A": "rap"},
    "moisesdb": {"Artist - Song 11aa (11aa)": "rock", "Artist - Song 22bb (22bb)": "pop"},
    "cambridge-mt": {"Rock/Band_Song_Full": "rock", "Other_Piece_Excerpt": "unsorted"},
    "telefunken": {"Band - Song": "live session", "Band - Other": "live session"},
    "fma": {"fma 2": "hip-hop"},
    "freesound": {"loop-one by user (1001)": "drum loops"},
}
SKIPPED = {
    "musdb18": {"empty"},
    "musdb18-hq": {"B - Two"},
    "dsd100": set(),
    "moisesdb": {"33cc"},
    "cambridge-mt": {"Rock/Band_Broken_Full"},
    "telefunken": set(),
    "fma": {"000003.mp3"},
    "freesound": {"1002__user__hit.wav"},
}
STEMS_OF = {"musdb18": range(1, 5), "musdb18-hq": range(4), "dsd100": range(4), "moisesdb": range(2)} | {
    "cambridge-mt": range(2)
}


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shelf]:
    """What is read of a copy of every data set."""
    found = {}
    for name, copy in COPIES.items():
        if name == "musdb18" and shutil.which("ffmpeg") is None:
            continue
        root = tmp_path_factory.mktemp("data") / name
        root.mkdir()
        copy(root)
        found[name] = DATA_SETS[name].shelf(root)
    return found


def of(shelves: dict[str, Shelf], name: str) -> Shelf:
    if name not in shelves:
        pytest.skip("needs ffmpeg")
    return shelves[name]


def test_every_data_set_has_a_copy_to_test_on() -> None:
    assert set(COPIES) == set(DATA_SETS)


@pytest.mark.parametrize("name", COPIES)
def test_tracks_are_found_with_their_genres(shelves: dict[str, Shelf], name: str) -> None:
    assert {track.name: track.genre for track in of(shelves, name).tracks} == NAMES[name]


@pytest.mark.parametrize("name", COPIES)
def test_damaged_tracks_are_left_out_and_named(shelves: dict[str, Shelf], name: str) -> None:
    assert {one.name for one in of(shelves, name).skipped} == SKIPPED[name]


@pytest.mark.parametrize("name", STEMS_OF)
def test_a_mix_is_the_sum_of_its_stems(shelves: dict[str, Shelf], name: str) -> None:
    track = min(of(shelves, name).tracks, key=lambda track: track.genre == "unsorted")
    mix = track.mixes[0].read(0, 1)
    wanted = np.sum([stem(number) for number in STEMS_OF[name]], axis=0)
    count = min(mix.shape[1], wanted.shape[1])
    error = np.abs(mix[:, :count] - wanted[:, :count])
    assert (np.sqrt(np.mean(error**2)) < 0.015) if name == "musdb18" else (error.max() < 1e-3)
    assert count > 0.95 * wanted.shape[1]


@pytest.mark.parametrize("name", ["fma", "freesound"])
def test_what_is_released_as_a_whole_is_a_master(shelves: dict[str, Shelf], name: str) -> None:
    assert all(track.masters and not track.mixes for track in of(shelves, name).tracks)


def test_a_session_may_hold_its_master(shelves: dict[str, Shelf]) -> None:
    song, other = sorted(of(shelves, "telefunken").tracks, key=lambda track: track.name == "Band - Other")
    assert len(song.masters) == 1 and not other.masters
    assert np.allclose(song.mixes[0].read(0, 1), stem(0) + stem(1), atol=1e-3)


@pytest.mark.parametrize("name", COPIES)
def test_a_folder_that_is_not_there_says_where_to_get_the_data_set(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoMusic, match="get it from http"):
        DATA_SETS[name].shelf(tmp_path / "nowhere")


@pytest.mark.parametrize("name", COPIES)
def test_a_folder_of_something_else_says_what_is_missing(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoMusic, match=r"is not complete at .* is missing: get it from http"):
        DATA_SETS[name].shelf(tmp_path)


def test_without_ffmpeg_one_is_told_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train/A - One.stem.mp4").write_bytes(b"mp4")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramMissing, match=r"ffmpeg.*install it"):
        DATA_SETS["musdb18"].shelf(tmp_path)


def test_a_damaged_stem_file_is_told(shelves: dict[str, Shelf], tmp_path: Path) -> None:
    of(shelves, "musdb18")
    (tmp_path / "train").mkdir()
    (tmp_path / "train/A - One.stem.mp4").write_bytes(b"no stem file")
    (track,) = DATA_SETS["musdb18"].shelf(tmp_path).tracks
    with pytest.raises(InputNotAudio, match=r"A - One.stem.mp4 is not a stem file that can be decoded"):
        track.mixes[0].read(0, 2)


def test_a_damaged_table_of_genres_is_told(tmp_path: Path) -> None:
    fma(tmp_path)
    (tmp_path / "fma_metadata/tracks.csv").write_text("a,b\n")
    with pytest.raises(NoMusic, match="no column track genre_top"):
        DATA_SETS["fma"].shelf(tmp_path)
