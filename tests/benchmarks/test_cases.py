"""The benchmark's cases: seeded, each song with its own section or with another song, made by filters that exist."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cases import Case, SharedAudioMissingError, all_cases
from benchmarks.long_files import crossfaded
from benchmarks.unmaster import draw_style, draw_unmastering


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    """A folder with the names of five songs and a mix; the cases need no sound until they are made."""
    for folder in ("masters", "mixes"):
        (tmp_path / folder).mkdir()
    for song in ("one", "two", "three", "four", "synth-pop__minds-wide-open"):
        for part in "ab":
            (tmp_path / "masters" / f"{song}__{part}.flac").touch()
    (tmp_path / "mixes" / "raw__a.flac").touch()
    return tmp_path


def of_split(cases: list[Case], split: str) -> Iterator[Case]:
    return (case for case in cases if case.split == split)


def test_the_same_seed_gives_the_same_cases(audio: Path) -> None:
    assert all_cases(audio, 3) == all_cases(audio, 3)


def test_another_seed_gives_other_treatments(audio: Path) -> None:
    treatments = [{case.treatment for case in of_split(all_cases(audio, seed), "restore")} for seed in (3, 4)]
    assert not treatments[0] & treatments[1]


def test_restoring_takes_another_section_of_the_same_song(audio: Path) -> None:
    for case in of_split(all_cases(audio, 3), "restore"):
        assert case.reference.stem == case.song.stem.removesuffix("__a") + "__b"


def test_transfer_never_takes_the_song_itself(audio: Path) -> None:
    for seed in range(20):
        for case in of_split(all_cases(audio, seed), "transfer"):
            assert case.reference.stem.rpartition("__")[0] != case.song.stem.rpartition("__")[0]


def test_transfer_takes_each_song_once_as_reference(audio: Path) -> None:
    references = [case.reference for case in of_split(all_cases(audio, 3), "transfer")]
    assert len(set(references)) == len(references) == 5


def test_a_folder_without_masters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SharedAudioMissingError, match="--audio"):
        all_cases(tmp_path, 1)


@pytest.mark.parametrize("draw", [draw_unmastering, draw_style])
def test_a_treatment_has_three_to_five_moves_of_at_least_1_db(draw: object) -> None:
    assert callable(draw)
    for seed in range(50):
        moves = draw(np.random.default_rng(seed), "ffmpeg").eq
        assert 3 <= len(moves) <= 5
        assert all(1.0 <= abs(move.gain_db) <= 7.0 for move in moves)


def test_only_a_style_is_limited() -> None:
    rng = np.random.default_rng(0)
    assert draw_style(rng, "sox").limiter is not None
    assert draw_unmastering(rng, "sox").limiter is None


def test_crossfaded_sections_keep_their_power() -> None:
    rng = np.random.default_rng(0)
    sections = [rng.standard_normal((2, 24000)).astype(np.float32) for _ in range(3)]
    song = crossfaded(sections, 8000, 20.0)
    seconds = song[:, 8000:-8000].reshape(2, -1, 8000)
    assert song.shape == (2, 160000)
    assert np.mean(np.square(seconds), axis=(0, 2)) == pytest.approx(1.0, abs=0.1)
