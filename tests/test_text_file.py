"""Small text files are read, and what is none is said plainly."""

from pathlib import Path

import pytest

from metamaster.errors import InputMissing
from metamaster.schema import Misfit
from metamaster.text_file import LARGEST_BYTES, read_text


def test_text_is_read_without_its_byte_order_mark(tmp_path: Path):
    (tmp_path / "a").write_bytes("\ufeffhöher".encode())
    assert read_text(tmp_path / "a") == "höher"


def test_a_missing_file(tmp_path: Path):
    with pytest.raises(InputMissing, match="a does not exist: check the name and the folder"):
        read_text(tmp_path / "a")


def test_a_folder(tmp_path: Path):
    with pytest.raises(InputMissing, match="is a folder: name a file in it"):
        read_text(tmp_path)


def test_a_name_that_no_system_allows(tmp_path: Path):
    with pytest.raises(InputMissing, match="cannot be read"):
        read_text(tmp_path / ("a" * 5000))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # Not by permissions: the superuser, who runs tests in containers, may read everything.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputMissing, match="a may not be read: change its permissions"):
        read_text(tmp_path / "a")


def test_a_file_that_is_no_text(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"\xff\xfe")
    with pytest.raises(Misfit, match="not a text file in UTF-8"):
        read_text(tmp_path / "a")


def test_a_file_of_the_largest_size_is_read(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * LARGEST_BYTES)
    assert len(read_text(tmp_path / "a")) == LARGEST_BYTES


def test_a_larger_file(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * (LARGEST_BYTES + 1))
    with pytest.raises(Misfit, match="larger than 1000 kB: name the right file"):
        read_text(tmp_path / "a")
