"""Arrays that took long to make are kept within bounds, and never trusted when damaged."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from metamaster.errors import BadConfig, TooShort
from tasks import cache as module
from tasks.cache import Cache, allowed_bytes


class Maker:
    """Makes arrays and counts how often it was asked."""

    def __init__(self, size: int = 4) -> None:
        self.made = 0
        self.size = size

    def __call__(self) -> dict[str, np.ndarray]:
        self.made += 1
        return {"numbers": np.arange(self.size, dtype=np.float32)}


def test_what_was_made_is_kept(tmp_path: Path) -> None:
    make = Maker()
    first, second = (Cache(tmp_path, 10**6).arrays("key", make) for _ in range(2))
    assert make.made == 1 and np.array_equal(first["numbers"], second["numbers"])


def test_another_key_is_made_anew(tmp_path: Path) -> None:
    make, cache = Maker(), Cache(tmp_path, 10**6)
    assert not cache.holds("key")
    cache.arrays("key", make)
    cache.arrays("other", make)
    assert make.made == 2 and cache.holds("key")


@pytest.mark.parametrize("damage", [b"", b"no archive", b"PK\x03\x04 cut short"])
def test_damaged_files_are_made_anew(tmp_path: Path, damage: bytes) -> None:
    make, cache = Maker(), Cache(tmp_path, 10**6)
    cache.arrays("key", make)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert np.array_equal(cache.arrays("key", make)["numbers"], np.arange(4)) and make.made == 2
    cache.arrays("key", make)
    assert make.made == 2


def test_a_file_that_claims_a_compression_of_its_own_is_made_anew(tmp_path: Path) -> None:
    make, cache = Maker(), Cache(tmp_path, 10**6)
    cache.arrays("key", make)
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 10] = 77
    path.write_bytes(content)
    assert np.array_equal(cache.arrays("key", make)["numbers"], np.arange(4)) and make.made == 2


def test_what_was_unused_for_longest_goes_when_room_is_short(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 25_000)
    for number in range(5):
        cache.arrays(f"key {number}", Maker(2000))
    cache.arrays("key 0", Maker(2000))
    cache.make_room()
    assert cache.holds("key 0") and cache.holds("key 4") and not cache.holds("key 1")
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 25_000


def test_where_the_disk_is_nearly_full_some_of_it_is_left_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path, 10**6)
    for number in range(5):
        cache.arrays(f"key {number}", Maker(2000))
    lacking = shutil.disk_usage(tmp_path)._replace(free=module._LEFT_FREE_BYTES - 9_000)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: lacking)
    cache.make_room()
    assert cache.holds("key 4") and not cache.holds("key 0") and not cache.holds("key 1")


@pytest.mark.parametrize(("asked", "expected"), [(None, 40e9), ("2.5", 2.5e9), ("0", 0.0)])
def test_how_much_room_it_takes_is_said_once_for_the_machine(
    asked: str | None, expected: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("METAMASTER_CACHE_GB", raising=False)
    if asked:
        monkeypatch.setenv("METAMASTER_CACHE_GB", asked)
    assert allowed_bytes() == expected


@pytest.mark.parametrize("asked", ["much", "-1", "nan", "inf"])
def test_a_size_that_is_none_is_said_to_be(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METAMASTER_CACHE_GB", asked)
    with pytest.raises(BadConfig, match=f"METAMASTER_CACHE_GB is '{asked}': give how many gigabytes"):
        allowed_bytes()


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    make, cache = Maker(), Cache(tmp_path / "file" / "folder", 10**6)
    for _ in range(2):
        assert len(cache.arrays("key", make)["numbers"]) == 4
    assert make.made == 2


def test_what_goes_wrong_in_making_is_passed_on(tmp_path: Path) -> None:
    def fail() -> dict[str, np.ndarray]:
        raise TooShort("too short")

    with pytest.raises(TooShort):
        Cache(tmp_path, 10**6).arrays("key", fail)
