"""Pairs to learn style from: what is drawn is what was asked for, and a treatment does what it says."""

from pathlib import Path

import numpy as np
import pytest

from metamaster.errors import NoMusic
from metamaster.style.frames import Frames
from metamaster.style.reading import describe_file
from tasks.style_learning.__main__ import main, songs_in
from tasks.style_learning.band_desk import treated
from tasks.style_learning.bank import STRETCH_FRAMES, SongBank, read_songs
from tasks.style_learning.pairs import examples, songs_told
from tasks.style_learning.treatments import style, unmastering, untouched
from tests.conftest import Clip

RNG_SEEDS = range(12)


def bank() -> SongBank:
    """Three songs of noise whose bands come and go, two stretches each."""
    rng = np.random.default_rng(0)
    level_db = -35.0 + 5.0 * rng.standard_normal((6, 2, STRETCH_FRAMES, 29)) - 0.5 * np.arange(29)
    power = (10.0 ** (level_db / 10.0)).astype(np.float32)
    peak = (4.0 * np.sqrt(power.sum(axis=(1, 3)))).astype(np.float32)
    return SongBank(power, peak, np.repeat(np.arange(3), 2), ("a", "b", "c"), ("a", "a", "b", "b", "c", "c"))


@pytest.fixture(scope="module")
def piece() -> Frames:
    made = bank()
    return Frames(made.power[0], made.peak[0])


def test_files_become_stretches_and_sections_become_one_song(mix: Clip, tmp_path: Path):
    for name in ("song__a.wav", "song__b.wav"):
        (tmp_path / name).write_bytes(mix.path.read_bytes())
    (tmp_path / "torn.wav").write_bytes(b"RIFF")
    read, left_out = read_songs(sorted(tmp_path.iterdir()))
    assert (read.song.tolist(), read.names) == ([0, 0], ("song__a.wav", "song__b.wav"))
    assert len(left_out) == 1
    assert "torn.wav" in left_out[0]


def test_no_music_is_an_error():
    with pytest.raises(NoMusic):
        read_songs([])


def learn(patch: pytest.MonkeyPatch, *words: object) -> object:
    """Runs the command; gives its exit code."""
    patch.setattr("sys.argv", ["style_learning", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def test_what_cannot_be_learned_from_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "style.safetensors"
    (tmp_path / "notes.txt").write_text("no music")
    assert learn(monkeypatch, tmp_path, "--out", out) == 1
    assert learn(monkeypatch, tmp_path / "nowhere", "--out", out) == 1
    assert learn(monkeypatch, tmp_path, "--out", tmp_path / "none" / "style.safetensors") == 1
    nothing, nowhere, no_room = capsys.readouterr().err.splitlines()
    assert nothing == "There is no music to learn from: name folders with audio files."
    assert nowhere == f"{tmp_path / 'nowhere'} is no folder: name one that holds audio files."
    assert no_room == f"The folder {tmp_path / 'none'} does not exist: create it first."


def test_all_kinds_of_audio_that_can_be_read_are_learned_from(tmp_path: Path):
    for name in ("a.wav", "b.AIFF", "c.opus", "d.flac", "notes.txt", ".hidden.wav"):
        (tmp_path / name).touch()
    assert [path.name for path in songs_in([tmp_path])] == ["a.wav", "b.AIFF", "c.opus", "d.flac"]


def test_untouched_changes_the_level_alone(piece: Frames):
    same = treated(piece, untouched(-20.0))
    ratio_db = 10.0 * np.log10(np.asarray(same.power) / piece.power)
    assert np.ptp(ratio_db) < 0.01


@pytest.mark.parametrize("loudness", [-24.0, -14.0])
def test_a_treatment_reaches_its_loudness(piece: Frames, loudness: float):
    drawn = style(np.random.default_rng(1))._replace(loudness_lufs=np.float64(loudness))
    finished = treated(piece, drawn)
    assert float(describe_file(Frames(*map(np.asarray, finished))).loudness_lufs) == pytest.approx(loudness, abs=0.3)


@pytest.mark.parametrize("seed", RNG_SEEDS)
def test_only_masters_are_limited(seed: int):
    rng = np.random.default_rng(seed)
    assert (style(rng).limits, unmastering(rng).limits) == (1.0, 0.0)


@pytest.mark.parametrize("seed", RNG_SEEDS)
def test_equalisers_are_smooth_and_within_reason(seed: int):
    curve = style(np.random.default_rng(seed)).mid_db
    assert np.abs(curve).max() < 25.0
    assert np.abs(np.diff(curve)).max() < 6.0


def test_examples_are_what_they_say():
    drawn = examples(bank(), 24, 5)
    still = ~drawn.styled & ~drawn.unmastered
    assert not still.any()
    same = bank().song[drawn.mix_index] == bank().song[drawn.reference_index]
    assert np.array_equal(drawn.same_song, same)
    transferred = drawn.styled & ~drawn.unmastered
    told, _ = songs_told(bank())
    tone = slice(0, 29)
    assert np.allclose(drawn.mix[transferred][:, tone], told[drawn.mix_index[transferred]][:, tone], atol=0.05)


def test_same_seed_gives_the_same_examples():
    assert np.array_equal(examples(bank(), 8, 3).truth, examples(bank(), 8, 3).truth)
