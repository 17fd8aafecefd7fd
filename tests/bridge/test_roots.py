"""Only some folders may be used."""

from pathlib import Path

import pytest

from bridge.errors import OutsideRoots, WrongType
from bridge.roots import Roots
from metamaster.errors import InputMissing


def test_a_relative_path_begins_at_the_first_root(root: Path):
    assert Roots.of((root, root.parent)).existing("mix.wav") == str(root / "mix.wav")


def test_a_path_may_lie_in_any_root(root: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    assert Roots.of((root, other)).resolved(str(other / "new.wav")) == str(other / "new.wav")


@pytest.mark.parametrize("text", ["../secret", "/etc/passwd", "/", "a/../../secret", "~/secret/../../x/../../.."])
def test_no_path_leads_out(root: Path, text: str):
    (root / "a").mkdir()
    with pytest.raises(OutsideRoots):
        Roots.of((root,)).resolved(text)


def test_no_link_leads_out(root: Path, tmp_path: Path):
    (tmp_path / "secret.wav").write_text("")
    (root / "link.wav").symlink_to(tmp_path / "secret.wav")
    (root / "folder").symlink_to(tmp_path)
    for text in ("link.wav", "folder/secret.wav", "folder/new.wav"):
        with pytest.raises(OutsideRoots):
            Roots.of((root,)).resolved(text)


def test_a_folder_whose_name_only_begins_alike_is_another(root: Path):
    with pytest.raises(OutsideRoots):
        Roots.of((root,)).resolved(f"{root}2/mix.wav")


@pytest.mark.parametrize("text", ["", "a\0b", "x" * 5000, 7, None, b"mix.wav"])
def test_what_is_no_path_is_refused(root: Path, text: object):
    with pytest.raises(WrongType):
        Roots.of((root,)).resolved(text)


@pytest.mark.parametrize("text", ["none.wav", ".", "x" * 300])
def test_what_is_to_be_read_must_be_a_file(root: Path, text: str):
    with pytest.raises(InputMissing):
        Roots.of((root,)).existing(text)


def test_a_root_must_be_a_folder(root: Path):
    with pytest.raises(InputMissing, match="--root"):
        Roots.of((root / "none",))
