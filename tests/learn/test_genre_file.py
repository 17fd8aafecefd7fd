"""A genre's file: what is written comes back, and nothing else is taken for a genre."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from metamaster.errors import DamagedGenre, InputMissing, OutputExists
from metamaster.learn.genre.file import load_genre, save_genre
from metamaster.learn.sealed import Seal, read_sealed, write_sealed
from metamaster.style.moments import LEVELS

from .genres import genre


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dub.safetensors"


@pytest.mark.parametrize(("gain_db", "predicted_db"), [(3.0, None), (3.0, 1.0), (None, None)])
def test_what_is_saved_comes_back(path: Path, gain_db: float | None, predicted_db: float | None) -> None:
    saved = genre(gain_db=gain_db, predicted_db=predicted_db)
    save_genre(path, saved)
    loaded = load_genre(path)
    assert loaded.used() == saved.used()
    for one, other in zip(loaded.exemplars, saved.exemplars, strict=True):
        assert one.loudness_lufs == other.loudness_lufs
        assert all(np.array_equal(a, b) for a, b in zip(one.piece, other.piece, strict=True))
    assert (loaded.house is None) == (saved.house is None)
    if loaded.house is not None and saved.house is not None:
        assert (loaded.house.mixes, loaded.house.start) == (saved.house.mixes, saved.house.start)
        assert np.array_equal(loaded.house.spread, saved.house.spread)
        moves = loaded.house.moves or (), saved.house.moves or ()
        assert all(np.array_equal(a, b) for a, b in zip(*moves, strict=True))


def test_a_file_from_before_moments_were_remembered_can_be_used(path: Path) -> None:
    saved = genre()
    older = [one._replace(piece=one.piece._replace(moments=one.piece.moments[:0])) for one in saved.exemplars]
    save_genre(path, saved._replace(exemplars=tuple(older)))
    assert "references.moments" not in read_sealed(path, Seal("genre", "1", DamagedGenre)).arrays
    assert [one.piece.moments.shape for one in load_genre(path).exemplars] == [(0, LEVELS)] * 2


def test_the_same_genre_is_the_same_file(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.safetensors"
    save_genre(path, genre())
    save_genre(other, genre())
    assert path.read_bytes() == other.read_bytes()


def test_a_file_that_is_there_is_kept(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(OutputExists):
        save_genre(path, genre())
    assert path.read_text() == "mine"


def test_a_missing_file_is_told(path: Path) -> None:
    with pytest.raises(InputMissing, match="name a genre"):
        load_genre(path)


@pytest.mark.parametrize("other", [b'"I64"', b'"C64"'])
def test_bytes_that_are_said_to_be_other_numbers_are_refused(path: Path, other: bytes) -> None:
    save_genre(path, genre(gain_db=3.0))
    content = path.read_bytes()
    assert b'"F64"' in content
    path.write_bytes(content.replace(b'"F64"', other))
    with pytest.raises(DamagedGenre, match="real numbers"):
        load_genre(path)


@pytest.mark.parametrize("at", [0, 700, -1])
def test_any_byte_that_changed_is_noticed(path: Path, at: int) -> None:
    save_genre(path, genre())
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(DamagedGenre, match=r"dub.safetensors is .*name "):
        load_genre(path)


def test_a_cut_file_is_noticed(path: Path) -> None:
    save_genre(path, genre())
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedGenre, match="damaged"):
        load_genre(path)


@pytest.mark.parametrize("metadata", [None, {"format": "metamaster style model", "version": "1"}])
def test_another_safetensors_file_is_no_genre(path: Path, metadata: dict[str, str] | None) -> None:
    save_file({"weights": np.zeros(3)}, path, metadata)
    with pytest.raises(DamagedGenre, match="no genre of metamaster"):
        load_genre(path)


@pytest.mark.parametrize(
    "header",
    [
        "{}",
        "no JSON",
        '{"name": "dub", "created_by": "x", "mixes": [], "references": []}',
        '{"name": "dub", "created_by": "x", "mixes": [], "references": [{"name": "a", "weight": -1}]}',
    ],
)
def test_a_header_that_does_not_fit_is_refused(path: Path, header: str) -> None:
    write_sealed(path, Seal("genre", "1", DamagedGenre), {"house.start": np.zeros(52)}, header)
    with pytest.raises(DamagedGenre, match="is a damaged genre"):
        load_genre(path)
