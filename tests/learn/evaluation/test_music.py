"""What a table is of: kept beside it, and held against what it is to be gone on with."""

from pathlib import Path

import pytest

from metamaster.errors import DamagedRun
from metamaster.learn.evaluation.music import MUSIC_FILE, keep_music


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a table of tasks, without records."""
    keep_music(tmp_path, {"tasks": "a"}, resume=False)
    return tmp_path


def test_a_table_is_gone_on_with_on_the_same_music(folder: Path):
    before = (folder / MUSIC_FILE).read_bytes()
    keep_music(folder, {"tasks": "a"}, resume=True)
    assert (folder / MUSIC_FILE).read_bytes() == before


def test_other_music_is_refused_by_its_source(folder: Path):
    with pytest.raises(DamagedRun, match=r"of other tasks: name another folder with --out"):
        keep_music(folder, {"tasks": "b"}, resume=True)


def test_records_may_join_and_are_kept_from_then_on(folder: Path):
    keep_music(folder, {"tasks": "a", "masters": "c"}, resume=True)
    keep_music(folder, {"tasks": "a"}, resume=True)
    with pytest.raises(DamagedRun, match="other masters"):
        keep_music(folder, {"tasks": "a", "masters": "d"}, resume=True)


def test_a_table_that_begins_anew_may_be_of_any_music(folder: Path):
    keep_music(folder, {"tasks": "b"}, resume=False)
    keep_music(folder, {"tasks": "b"}, resume=True)


@pytest.mark.parametrize("text", ["{", "[1]"])
def test_what_cannot_be_read_is_named(folder: Path, text: str):
    (folder / MUSIC_FILE).write_text(text)
    with pytest.raises(DamagedRun, match=MUSIC_FILE):
        keep_music(folder, {"tasks": "a"}, resume=True)
