"""Files appear whole or not at all, and nothing that was there is lost."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from metamaster.audio.atomic import StagedFile, atomic_bytes, atomic_text
from metamaster.errors import OutputExists, OutputFull, OutputUnwritable


def failing(number: int):
    """A stand-in for a system call that fails."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_what_no_encoding_can_write_becomes_a_question_mark(tmp_path: Path):
    atomic_text(tmp_path / "a.txt", "half \ud800 of a character")
    assert (tmp_path / "a.txt").read_text() == "half ? of a character"


def test_text_is_written_as_given(tmp_path: Path):
    atomic_text(tmp_path / "a.json", "höher\nlauter\n")
    assert (tmp_path / "a.json").read_bytes() == "höher\nlauter\n".encode()


def test_nothing_but_the_target_is_left(tmp_path: Path):
    atomic_bytes(tmp_path / "a.json", b"new")
    assert contents(tmp_path) == {"a.json": "new"}


def test_an_existing_file_is_kept(tmp_path: Path):
    (tmp_path / "a.json").write_text("old")
    with pytest.raises(OutputExists, match=r"a\.json exists already: add --force to overwrite it"):
        atomic_text(tmp_path / "a.json", "new")
    assert contents(tmp_path) == {"a.json": "old"}


def test_an_existing_file_is_replaced_if_that_is_wanted(tmp_path: Path):
    (tmp_path / "a.json").write_text("old")
    atomic_text(tmp_path / "a.json", "new", overwrite=True)
    assert contents(tmp_path) == {"a.json": "new"}


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_while_writing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool):
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    with pytest.raises(OutputExists), StagedFile(tmp_path / "a.json", overwrite=False) as staged:
        staged.path.write_text("ours")
        (tmp_path / "a.json").write_text("theirs")
    assert contents(tmp_path) == {"a.json": "theirs"}


def test_file_systems_without_links_are_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    atomic_text(tmp_path / "a.json", "new")
    assert contents(tmp_path) == {"a.json": "new"}


def test_a_claim_is_given_up_when_it_cannot_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    monkeypatch.setattr(Path, "replace", failing(errno.EIO))
    with pytest.raises(OutputUnwritable):
        atomic_text(tmp_path / "a.json", "new")
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("overwrite", [False, True])
def test_an_exception_leaves_everything_as_it_was(tmp_path: Path, failure: type[BaseException], overwrite: bool):
    (tmp_path / "other").write_text("other")
    if overwrite:
        (tmp_path / "a.json").write_text("old")
    before = contents(tmp_path)
    with pytest.raises(failure), StagedFile(tmp_path / "a.json", overwrite) as staged:
        staged.path.write_text("half")
        raise failure
    assert contents(tmp_path) == before


def test_the_target_is_not_touched_before_the_end(tmp_path: Path):
    (tmp_path / "a.json").write_text("old")
    with StagedFile(tmp_path / "a.json", overwrite=True) as staged:
        staged.path.write_text("new")
        assert (tmp_path / "a.json").read_text() == "old"


def test_file_and_folder_are_on_the_disk_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    flushed = []
    real = os.fsync

    def fsync(handle: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    atomic_text(tmp_path / "a.json", "new")
    assert flushed == ([False] if sys.platform == "win32" else [False, True])


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(OutputUnwritable, match=r"The folder .*nowhere does not exist: create it first\."):
        atomic_text(tmp_path / "nowhere" / "a.json", "new")


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path):
    (tmp_path / "song.wav").touch()
    with pytest.raises(OutputUnwritable, match=r"The folder .*song\.wav does not exist"):
        atomic_text(tmp_path / "song.wav" / "a.json", "new")


@pytest.mark.parametrize("target", [Path(), Path("/")])
def test_a_folder_is_not_overwritten(tmp_path: Path, target: Path):
    with pytest.raises(OutputUnwritable, match="is a folder: name a file in it"):
        atomic_text(tmp_path / target, "new", overwrite=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_a_device_is_not_replaced(tmp_path: Path):
    os.mkfifo(tmp_path / "device")
    with pytest.raises(OutputUnwritable, match="is a pipe or a device"):
        atomic_text(tmp_path / "device", "new", overwrite=True)
    assert stat.S_ISFIFO((tmp_path / "device").stat().st_mode)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int):
    monkeypatch.setattr(os, "open", failing(number))
    with pytest.raises(OutputUnwritable, match=r"may not be written to: name another folder for a\.json\."):
        atomic_text(tmp_path / "a.json", "new")


def test_a_folder_without_permission_is_refused_by_the_system_itself(tmp_path: Path):
    if sys.platform == "win32" or os.geteuid() == 0:
        pytest.skip("needs a user whom permissions bind")
    tmp_path.chmod(0o555)
    with pytest.raises(OutputUnwritable, match="may not be written to"):
        atomic_text(tmp_path / "a.json", "new")
    tmp_path.chmod(0o755)


def test_other_reasons_are_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "open", failing(errno.EROFS))
    with pytest.raises(OutputUnwritable, match=r"cannot be written \(Read-only file system\): "):
        atomic_text(tmp_path / "a.json", "new")


@pytest.mark.skipif(sys.platform == "win32", reason="other limits")
def test_a_name_that_is_too_long_is_refused_before_the_work(tmp_path: Path):
    with (
        pytest.raises(OutputUnwritable, match=r"[Nn]ame too long"),
        StagedFile(tmp_path / ("a" * 300), overwrite=False),
    ):
        pytest.fail("the work was begun")


def test_the_longest_name_is_written(tmp_path: Path):
    atomic_text(tmp_path / ("a" * 255), "new")
    assert contents(tmp_path) == {"a" * 255: "new"}


def test_a_full_disk_leaves_nothing(tmp_path: Path, small_disk: int):
    with pytest.raises(OutputFull, match=r"There is no room for a\.json on the disk of .*: free some space\."):
        atomic_bytes(tmp_path / "a.json", bytes(2 * small_disk))
    assert contents(tmp_path) == {}


def test_a_disk_that_fills_up_when_it_is_flushed_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OutputFull):
        atomic_text(tmp_path / "a.json", "new")
    assert contents(tmp_path) == {}


def test_a_link_goes_on_pointing_at_what_was_written(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "a.json").symlink_to(tmp_path / "real" / "b.json")
    atomic_text(tmp_path / "a.json", "new")
    assert (tmp_path / "a.json").is_symlink()
    assert contents(tmp_path / "real") == {"b.json": "new"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a umask")
def test_permissions_are_what_any_new_file_gets(tmp_path: Path):
    (tmp_path / "usual").touch()
    atomic_text(tmp_path / "ours", "new")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
