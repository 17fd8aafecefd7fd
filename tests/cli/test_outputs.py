"""Files that a command writes: there whole or not at all, and never in the place of others unless that was asked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.config import config_path
from tests.conftest import RATE, REPOSITORY, Clip

from .conftest import Done, Run, assert_refused


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_master_comes_with_its_settings(master: Run, folder: Path) -> None:
    assert master("--quiet").code == 0
    assert names(folder) == ["master.json", "master.wav"]


def test_everything_that_can_be_asked_for_is_written(master: Run, folder: Path) -> None:
    done = master("--quiet", "--preview", "--report", folder / "a" / "b", "--save-settings", folder / "mine.json")
    assert done.code == 0
    assert names(folder) == ["a", "master.after.wav", "master.before.wav", "master.wav", "mine.json"]
    assert names(folder / "a" / "b") == ["report.html"]


def test_a_dry_run_writes_what_was_asked_for_and_no_master(master: Run, folder: Path) -> None:
    assert master("--quiet", "--dry-run", "--save-settings", folder / "mine.json").code == 0
    assert names(folder) == ["mine.json"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ((), "master.wav"),
        ((), "master.json"),
        (("--preview",), "master.after.wav"),
        (("--preview",), "master.before.wav"),
        (("--report", "more"), "more/report.html"),
        (("--save-settings", "mine.json"), "mine.json"),
    ],
)
def test_what_exists_is_left_alone(
    master: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], name: str
) -> None:
    monkeypatch.chdir(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("old")
    assert_refused(master(*words), 20, Path(name).name, "--force")
    assert (folder / name).read_text() == "old"
    assert [path.name for path in folder.rglob("*.*")] == [Path(name).name]


def test_force_overwrites(master: Run, folder: Path) -> None:
    for name in ("master.wav", "master.json", "master.before.wav", "master.after.wav"):
        (folder / name).write_text("old")
    assert master("--force", "--quiet", "--preview").code == 0
    assert soundfile.info(folder / "master.wav").frames == 12 * RATE
    assert json.loads((folder / "master.json").read_text())["format"] == "metamaster-settings"


@pytest.mark.parametrize(
    ("out", "code", "told"),
    [
        ("none/master.wav", 21, "create it first"),
        (".", 21, "name a file in it"),
        ("..", 21, "name a file in it"),
        ("master.mp3", 23, "name the output .wav, .flac or .aiff"),
        ("n" * 300 + ".wav", 21, "name another file"),
        ("text.txt/master.wav", 21, "does not exist"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(master: Run, folder: Path, out: str, code: int, told: str) -> None:
    (folder / "text.txt").write_text("old")
    assert_refused(master(out=folder / out), code, told)
    assert names(folder) == ["text.txt"]


@pytest.mark.parametrize("out", ["", ".", "..", "/"])
def test_a_folder_without_a_name_of_its_own_is_refused(master: Run, folder: Path, out: str) -> None:
    assert_refused(master(out=Path(out)), 21, "is a folder: name a file in it")


@pytest.fixture
def locked(folder: Path) -> Iterator[Path]:
    """The folder, closed to writing."""
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        folder.chmod(0o700)
        pytest.skip("needs a user whom permissions bind")
    yield folder
    folder.chmod(0o700)


@pytest.mark.parametrize("words", [(), ("--report", "more")])
def test_a_folder_closed_to_writing_is_refused(
    master: Run, locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(locked)
    out = tmp_path / "master.wav" if words else locked / "master.wav"
    assert_refused(master(*words, out=out), 21, "may not be written to")


def test_a_report_in_the_place_of_a_file_is_refused(master: Run, folder: Path) -> None:
    (folder / "text.txt").write_text("old")
    assert_refused(master("--report", folder / "text.txt"), 21, "text.txt is a file: name another folder")
    assert names(folder) == ["text.txt"]


@pytest.fixture
def full_disk(master: Run) -> Iterator[None]:
    """Takes what is put aside while mastering, but not quite the master."""
    resource = pytest.importorskip("resource", reason="needs file size limits, which Windows lacks")
    # Programs are compiled and kept while there is room.
    assert master("--quiet", "--dry-run").code == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12 * RATE * 8, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_nothing(master: Run, folder: Path) -> None:
    assert_refused(master("--bits", 32), 22, "master.wav", "free some space")
    assert names(folder) == []


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_what_was_there(master: Run, folder: Path) -> None:
    (folder / "master.wav").write_text("old")
    assert_refused(master("--bits", 32, "--force"), 22, "master.wav", "free some space")
    assert names(folder) == ["master.wav"] and (folder / "master.wav").read_text() == "old"


@pytest.mark.usefixtures("full_disk")
def test_a_full_folder_for_temporary_files_is_told_apart(
    master: Run, folder: Path, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("small_disk")
    assert_refused(master(), 22, "temporary files", "TMPDIR")
    assert names(folder) == []


@pytest.mark.parametrize(("bits", "subtype"), [(16, "PCM_16"), (24, "PCM_24"), (32, "FLOAT")])
def test_the_master_is_as_deep_as_asked(master: Run, folder: Path, bits: int, subtype: str) -> None:
    assert master("--quiet", "--bits", bits).code == 0
    assert soundfile.info(folder / "master.wav").subtype == subtype


def test_a_depth_that_the_format_lacks_is_refused(master: Run, folder: Path) -> None:
    assert_refused(master("--bits", 32, out=folder / "a.flac"), 23, "FLAC", "24 bits")


def test_a_chain_that_was_saved_gives_the_same_master(master: Run, run: Run, mix: Clip, folder: Path) -> None:
    done = master("--quiet", "--loudness", "-15", "--true-peak", "-2")
    words = ("--settings", folder / "master.json", "--out", folder / "again.wav", "--quiet")
    assert (done.code, run("master", mix.path, *words).code) == (0, 0)
    one, other = (soundfile.read(folder / name)[0] for name in ("master.wav", "again.wav"))
    assert np.mean((one - other) ** 2) < 1e-5 * np.mean(one**2)


def test_what_was_delivered_then_goes_before_the_configuration(run: Run, mix: Clip, chain: Path, folder: Path) -> None:
    shipped = config_path("master.yaml").read_text()
    (folder / "loud.yaml").write_text(shipped.replace("loudness: reference", "loudness: -9"))
    words = ("--settings", chain, "--config", folder / "loud.yaml", "--json", "--out", folder / "m.wav")
    delivered = json.loads(run("master", mix.path, *words).out)["delivered"]
    assert delivered["target_lufs"] == -15.0 and delivered["true_peak_db"] <= -2.0


def test_it_says_what_was_done(master: Run, folder: Path) -> None:
    done = master("--for", "Spotify")
    assert done.code == 0 and done.err == ""
    assert f"{folder / 'master.wav'}: -14.0 LUFS, true peak -1." in done.out
    assert "Limiter" in done.out and f"settings: {folder / 'master.json'}" in done.out


def test_it_warns_of_what_is_worth_knowing(master: Run) -> None:
    assert "Note: mix.wav lasts only 12.0 s" in master().out


def test_quiet_says_nothing(master: Run) -> None:
    assert master("--quiet") == Done(0, "", "")


def without_constants(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def test_json_tells_everything(master: Run, folder: Path) -> None:
    done = master("--json", "--report", folder / "more")
    told = json.loads(done.out, parse_constant=without_constants)
    assert done.err == "" and told["out"] == str(folder / "master.wav")
    assert told["delivered"]["loudness_lufs"] == pytest.approx(told["delivered"]["target_lufs"], abs=0.1)
    assert told["master"]["loudness"]["integrated_lufs"] == pytest.approx(told["delivered"]["loudness_lufs"], abs=0.02)
    assert told["files"]["report"] == str(folder / "more" / "report.html")
    assert len(told["settings"]) == 52 and len(told["references"]) == 1
    assert 0.0 <= told["same_song"] <= 1.0 and 0.0 <= told["known_genre"] <= 1.0
    assert set(told["uncertainty"]["undetermined"]) < set(told["uncertainty"]["deviation"]) < set(told["settings"])


def test_json_of_a_dry_run_has_no_master(master: Run) -> None:
    told = json.loads(master("--json", "--dry-run").out, parse_constant=without_constants)
    assert (told["out"], told["delivered"], told["master"]) == (None, None, None)


def test_several_references_with_weights(run: Run, mix: Clip, record: Clip, tmp_path: Path) -> None:
    other = tmp_path / "a=b.wav"
    soundfile.write(other, record.samples[::-1].T, RATE)
    words = ("--reference", f"{record.path}=3", "--reference", other, "--dry-run", "--json", "--steps", 0)
    told = json.loads(run("master", mix.path, *words).out)
    assert [(one["name"], one["weight"]) for one in told["references"]] == [("record.wav", 3.0), ("a=b.wav", 1.0)]


def test_amounts_are_taken(run: Run, mix: Clip, record: Clip) -> None:
    words = ("--reference", record.path, "--dry-run", "--json", "--steps", 2, "--only", "tone", "--only", "loudness")
    told = json.loads(run("master", mix.path, *words, "--loudness-amount", 0.5).out)
    assert told["settings"]["image.mid_width_db"] == 0.0 and told["settings"]["eq.mid.bell_2.gain_db"] != 0.0


def test_a_cache_that_cannot_be_kept_is_not_the_users_concern(mix: Clip, chain: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    command = [sys.executable, "-m", "metamaster", "master", mix.path, "--settings", chain, "--dry-run", "--quiet"]
    environment = {**os.environ, "METAMASTER_CACHE": str(tmp_path / "file")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=REPOSITORY, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
