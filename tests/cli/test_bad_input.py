"""Whatever is wrong with a file: one plain sentence with its name and the remedy, an exit code, and no output."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.chain.settings_versions import VERSION
from metamaster.config import config_path
from tests.conftest import RATE, Clip

from .conftest import Run, assert_refused


def written(path: Path, samples: np.ndarray, rate: int = RATE, **options: str) -> None:
    soundfile.write(path, samples.T, rate, **options)


def cut(path: Path, mix: Clip, share: float) -> None:
    """The file without its end."""
    written(path, mix.samples)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])


def with_sample(path: Path, mix: Clip, value: float) -> None:
    samples = mix.samples.copy()
    samples[1, 123_456] = value
    written(path, samples, subtype="FLOAT")


Make = Callable[[Path, Clip], object]
BAD: dict[str, tuple[str, int, str, Make]] = {
    "missing": ("a.wav", 10, "check the name", lambda path, mix: None),
    "a folder": ("a.wav", 10, "name an audio file in it", lambda path, mix: path.mkdir()),
    "empty": ("a.wav", 11, "export it again", lambda path, mix: path.touch()),
    "no samples": ("a.wav", 11, "export it again", lambda path, mix: written(path, mix.samples[:, :0])),
    "text": ("a.wav", 12, "convert it", lambda path, mix: path.write_text("la la la\n" * 1000)),
    "an image": ("a.flac", 12, "convert it", lambda path, mix: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9999))),
    "headerless": ("a.raw", 12, "convert it", lambda path, mix: path.write_bytes(mix.samples.tobytes())),
    "truncated WAV": ("a.wav", 13, "export it again", lambda path, mix: cut(path, mix, 0.7)),
    "truncated FLAC": ("a.flac", 13, "export it again", lambda path, mix: cut(path, mix, 0.7)),
    "truncated AIFF": ("a.aiff", 13, "export it again", lambda path, mix: cut(path, mix, 0.7)),
    "six channels": ("a.wav", 14, "mix it down", lambda path, mix: written(path, np.tile(mix.samples, (3, 1)))),
    "silence": ("a.wav", 15, "right file", lambda path, mix: written(path, 0.0 * mix.samples)),
    "as good as silence": (
        "a.wav",
        15,
        "right file",
        lambda path, mix: written(path, 1e-4 * mix.samples, subtype="FLOAT"),
    ),
    "not a number": ("a.wav", 16, "export it again", lambda path, mix: with_sample(path, mix, np.nan)),
    "infinite": ("a.wav", 16, "export it again", lambda path, mix: with_sample(path, mix, -np.inf)),
    "too short": ("a.wav", 17, "at least 3 s", lambda path, mix: written(path, mix.samples[:, : 3 * RATE - 50])),
    "telephone rate": ("a.wav", 19, "8000 to 192000 Hz", lambda path, mix: written(path, mix.samples, 4000)),
    "radio rate": ("a.wav", 19, "8000 to 192000 Hz", lambda path, mix: written(path, mix.samples, 384_000)),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("role", ["mix", "reference"])
def test_a_bad_file_is_refused(
    run: Run, mix: Clip, record: Clip, tmp_path: Path, folder: Path, role: str, case: str
) -> None:
    name, code, remedy, make = BAD[case]
    bad = tmp_path / name
    make(bad, mix)
    words = (bad, record.path) if role == "mix" else (mix.path, bad)
    done = run("master", words[0], "--reference", words[1], "--out", folder / "master.wav", "--report", folder / "more")
    assert_refused(done, code, bad.name, remedy)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("copied", [False, True])
def test_the_mix_is_no_reference(run: Run, mix: Clip, tmp_path: Path, folder: Path, copied: bool) -> None:
    reference = shutil.copy(mix.path, tmp_path / "copy.wav") if copied else mix.path
    done = run("master", mix.path, "--reference", reference, "--out", folder / "master.wav")
    assert_refused(done, 18, Path(reference).name, "name a record")
    assert list(folder.iterdir()) == []


def test_files_of_other_rates_are_taken_and_noted(run: Run, mix: Clip, record: Clip, tmp_path: Path) -> None:
    fast = tmp_path / "fast.wav"
    written(fast, record.samples, 48000)
    done = run("master", mix.path, "--reference", fast, "--dry-run", "--steps", 0)
    assert done.code == 0
    assert "Note: mix.wav is at 44.1 kHz and fast.wav at 48 kHz" in done.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--for", "radio"), ("'radio'", "spotify, apple, youtube, club, ebu")),
        (("--rule", "sgd"), ("'sgd'", "levenberg-marquardt, radam")),
        (("--only", "loud"), ("'loud'", "tone, dynamics, width, loudness")),
        (("--loudness", "loud"), ("'loud'", "reference")),
        (("--loudness", "-70"), ("-70", "-50 to 0")),
        (("--loudness", "nan"), ("nan", "-50 to 0")),
        (("--true-peak", "1"), ("1 dBTP", "-12 to 0")),
        (("--amount", "2"), ("2", "0 to 1")),
        (("--tone", "-1"), ("tone", "0 to 1")),
        (("--steps", "-1"), ("-1", "0 to 1000")),
        (("--seed", "-1"), ("-1", "from 0")),
        (("--seed", str(2**63)), (str(2**63), f"from 0 to {2**63 - 1}")),
        (("--preview", "--dry-run"), ("--preview", "--dry-run")),
    ],
)
def test_an_option_out_of_range_is_refused(
    run: Run, mix: Clip, record: Clip, folder: Path, words: tuple[str, ...], told: tuple[str, ...]
) -> None:
    done = run("master", mix.path, "--reference", record.path, "--out", folder / "master.wav", *words)
    assert_refused(done, 32, *told)
    assert list(folder.iterdir()) == []


def test_without_a_place_for_the_master_there_is_nothing_to_do(run: Run, mix: Clip, record: Clip) -> None:
    assert_refused(run("master", mix.path, "--reference", record.path), 32, "--out", "--dry-run")


def test_without_a_reference_there_is_nothing_to_do(run: Run, mix: Clip, folder: Path) -> None:
    assert_refused(run("master", mix.path, "--out", folder / "a.wav"), 32, "--reference", "--settings")


@pytest.mark.parametrize("weight", ["heavy", "0", "-2", "nan", "inf", "1e308"])
def test_a_weight_is_a_number_above_zero(run: Run, mix: Clip, record: Clip, folder: Path, weight: str) -> None:
    done = run("master", mix.path, "--reference", f"{record.path}={weight}", "--out", folder / "a.wav")
    assert_refused(done, 32, "record.wav", "above 0, at most 1000")


def test_a_loudness_out_of_reach_is_refused(run: Run, mix: Clip, record: Clip, folder: Path) -> None:
    words = ("--reference", record.path, "--out", folder / "a.wav", "--loudness", "0", "--steps", "0")
    assert_refused(run("master", mix.path, *words), 40, "mix.wav", "--loudness")
    assert list(folder.iterdir()) == []


def test_a_missing_configuration_is_refused(run: Run, mix: Clip, record: Clip, tmp_path: Path) -> None:
    words = ("--reference", record.path, "--dry-run", "--config", tmp_path / "none.yaml")
    assert_refused(run("master", mix.path, *words), 10, "none.yaml")


def test_a_damaged_configuration_is_refused(run: Run, mix: Clip, record: Clip, tmp_path: Path) -> None:
    shipped = config_path("master.yaml").read_text()
    (tmp_path / "mine.yaml").write_text(shipped.replace("steps: 5", "steps: many"))
    words = ("--reference", record.path, "--dry-run", "--config", tmp_path / "mine.yaml")
    assert_refused(run("master", mix.path, *words), 31, "mine.yaml", "steps")


DAMAGED = {
    "no JSON": lambda text: text[: len(text) // 2],
    "binary": lambda text: "\0\0" + text,
    "another file": lambda text: '{"name": "something else"}',
    "a parameter out of range": lambda text: text.replace('"limiter.release_ms": 150.0', '"limiter.release_ms": 1e9'),
    "a later version": lambda text: text.replace(f'"version": {VERSION}', '"version": 99'),
    "an unknown key": lambda text: text.replace('"delivery"', '"surprise": 1, "delivery"'),
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("command", ["master", "export"])
def test_a_damaged_settings_file_is_refused(
    run: Run, mix: Clip, chain: Path, tmp_path: Path, folder: Path, command: str, damage: str
) -> None:
    damaged = tmp_path / "damaged.json"
    damaged.write_text(DAMAGED[damage](chain.read_text()))
    words = (mix.path, "--settings", damaged, "--out", folder / "a.wav") if command == "master" else (damaged,)
    assert_refused(run(command, *words), 30, "damaged.json")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", ["master", "export"])
def test_a_missing_settings_file_is_refused(run: Run, mix: Clip, folder: Path, command: str) -> None:
    missing = folder / "none.json"
    words = (mix.path, "--settings", missing, "--out", folder / "a.wav") if command == "master" else (missing,)
    assert_refused(run(command, *words), 10, "none.json", "check the name")


@pytest.mark.parametrize(
    "words",
    [
        *[(option, "0.5") for option in ("--amount", "--tone", "--dynamics", "--width", "--loudness-amount")],
        ("--only", "tone"),
        ("--steps", "0"),
        ("--rule", "radam"),
        ("--style", "naive"),
    ],
)
def test_a_chain_that_is_there_is_not_found(
    run: Run, mix: Clip, chain: Path, folder: Path, words: tuple[str, str]
) -> None:
    done = run("master", mix.path, "--settings", chain, "--out", folder / "a.wav", *words)
    assert_refused(done, 32, words[0], "--settings", "leave one of them out")
    assert list(folder.iterdir()) == []


def test_a_chain_needs_no_reference(run: Run, mix: Clip, record: Clip, chain: Path, folder: Path) -> None:
    words = ("--settings", chain, "--reference", record.path, "--out", folder / "a.wav")
    assert_refused(run("master", mix.path, *words), 32, "--settings", "--reference")
