"""What is known about music, made from a folder of it."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect
from metamaster.style.statistics import style_statistics
from tasks.style_statistics import halves_of, main, moves_covariance, statistics_of

RATE = 44100
SECONDS = 8
SLOPES_DB = (-3.0, -4.5, -6.0)


def tune(slope_db: float, seed: int) -> np.ndarray:
    """Noise that falls by so many dB an octave, and beats."""
    frames = SECONDS * RATE
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((2, frames)))
    hz = np.maximum(np.fft.rfftfreq(frames, 1.0 / RATE), 20.0)
    sound = np.fft.irfft(spectrum * (hz / 1000.0) ** (slope_db / 6.02), frames)
    beat = 0.2 + np.abs(np.cos(2.0 * np.pi * np.arange(frames) / RATE)) ** 4
    return (0.1 * sound / sound.std() * beat).T


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three tracks and something that is none."""
    folder = tmp_path_factory.mktemp("tracks")
    for number, slope_db in enumerate(SLOPES_DB):
        soundfile.write(folder / f"track {number}.flac", tune(slope_db, number), RATE)
    (folder / "zzz.txt").write_text("no music")
    return folder


@pytest.fixture(scope="module")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What the command writes."""
    out = tmp_path_factory.mktemp("out") / "statistics.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["style_statistics", str(folder), "--out", str(out)])
        main()
    return json.loads(out.read_text())


def test_a_track_is_read_in_two_halves(folder: Path) -> None:
    halves = halves_of(folder / "track 0.flac")
    assert {aspect: entries.shape for aspect, entries in halves.items()} == {
        aspect: (2, len(style_statistics()[aspect].mean)) for aspect in ASPECTS
    }


def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["style_statistics", str(tmp_path / "none"), "--out", str(tmp_path / "out.json")])
    with pytest.raises(SystemExit):
        main()
    assert "none is no folder: name a folder of audio files." in capsys.readouterr().err


def test_halves_of_a_steady_track_are_alike(folder: Path) -> None:
    first, second = halves_of(folder / "track 0.flac")["tone"]
    assert np.abs(first - second).mean() < 1.0


def test_what_is_made_is_what_the_package_reads(made: dict) -> None:
    shapes = {aspect: {name: np.shape(entry) for name, entry in made["aspects"][aspect].items()} for aspect in ASPECTS}
    known = style_statistics()
    assert shapes == {
        aspect: {name: np.shape(entry) for name, entry in known[aspect]._asdict().items()} for aspect in ASPECTS
    }


def test_the_tracks_that_were_used_are_named(made: dict) -> None:
    assert made["sources"] == ["track 0.flac", "track 1.flac", "track 2.flac"]


def test_what_is_no_music_is_told(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["style_statistics", str(folder), "--out", str(tmp_path / "a.json")])
        main()
    assert capsys.readouterr().out.startswith("left out: zzz.txt is not audio")


def test_a_folder_without_music_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("sys.argv", ["style_statistics", str(tmp_path), "--out", str(tmp_path / "a.json")])
        main()
    assert "there is no music in" in capsys.readouterr().err


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", ["between", "within", "moves"])
def test_covariances_of_few_tracks_are_positive_definite(made: dict, aspect: Aspect, name: str) -> None:
    covariance = np.array(made["aspects"][aspect][name])
    assert np.array_equal(covariance, covariance.T) and np.linalg.eigvalsh(covariance).min() > 0.0


def test_the_mean_is_that_of_all_halves(folder: Path) -> None:
    tracks = [halves_of(folder / f"track {number}.flac") for number in range(3)]
    wanted = np.mean([track["tone"] for track in tracks], axis=(0, 1))
    assert statistics_of(tracks)["tone"]["mean"] == pytest.approx(wanted, abs=1e-3)


def test_tracks_of_unlike_slopes_differ_most_at_the_ends_of_the_spectrum(made: dict) -> None:
    spread = np.sqrt(np.diag(made["aspects"]["tone"]["between"]))
    assert min(spread[2], spread[-1]) > 2.0 * spread[16]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_mastering_moves_are_positive_semidefinite(aspect: Aspect) -> None:
    assert np.linalg.eigvalsh(moves_covariance(aspect)).min() > -1e-9


def test_moves_of_tone_are_smooth() -> None:
    moves = moves_covariance("tone")
    assert moves[10, 11] > 0.9 * moves[10, 10] and moves[10, 25] < 0.1 * moves[10, 10]
