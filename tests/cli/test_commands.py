"""The other commands, and what they share."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.cli.progress import progress_bar
from metamaster.version import __version__
from tests.conftest import RATE, REPOSITORY, Clip

from .conftest import Run, assert_refused


def test_analyze_prints_a_column_for_each_file(run: Run, mix: Clip, record: Clip, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "120")
    done = run("analyze", mix.path, record.path)
    assert (done.code, done.err) == (0, "")
    assert "mix.wav" in done.out and "record.wav" in done.out
    (row,) = [line for line in done.out.splitlines() if "Integrated loudness" in line]
    assert "-13.0" in row.replace("−", "-") and "LUFS" in row


def test_analyze_cuts_no_word_of_many_files(run: Run, mix: Clip, record: Clip, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    told = run("analyze", *[mix.path, record.path] * 4).out
    assert "…" not in told and told.count("mix.wav") == told.count("record.wav") == 4
    assert max(len(line) for line in told.splitlines()) <= 80


def test_analyze_gives_a_list_as_json(run: Run, mix: Clip, record: Clip):
    told = json.loads(run("analyze", mix.path, record.path, "--json").out)
    assert [one["name"] for one in told] == ["mix.wav", "record.wav"]


def test_analyze_takes_any_name(run: Run, mix: Clip, tmp_path: Path):
    odd = tmp_path / "[bold]song.wav"
    soundfile.write(odd, mix.samples.T, RATE)
    assert "[bold]song.wav" in run("analyze", odd).out


def test_analyze_refuses_what_is_no_music(run: Run, mix: Clip, tmp_path: Path):
    assert_refused(run("analyze", mix.path, tmp_path / "none.wav"), 10, "none.wav")


def test_export_prints_a_recipe(run: Run, chain: Path):
    done = run("export", chain)
    assert (done.code, done.err) == (0, "") and "110" in done.out


def test_export_writes_what_is_asked_for(run: Run, chain: Path, folder: Path):
    done = run("export", chain, "--script", folder / "chain.py", "--recipe", folder / "chain.txt")
    assert done.code == 0
    compile((folder / "chain.py").read_text(), "chain.py", "exec")
    assert "110" in (folder / "chain.txt").read_text()


def test_export_leaves_what_exists_alone(run: Run, chain: Path, folder: Path):
    (folder / "chain.txt").write_text("old")
    done = run("export", chain, "--script", folder / "chain.py", "--recipe", folder / "chain.txt")
    assert_refused(done, 20, "chain.txt", "--force")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("chain.txt", "old")]


def test_export_overwrites_with_force(run: Run, chain: Path, folder: Path):
    (folder / "chain.txt").write_text("old")
    assert run("export", chain, "--recipe", folder / "chain.txt", "--force").code == 0
    assert (folder / "chain.txt").read_text() != "old"


def test_demo_makes_a_master_of_its_own_song(run: Run, folder: Path):
    demo = folder / "demo"
    with pytest.raises(SystemExit) as ended:
        run("demo", "--out", demo)
    assert ended.value.code == 0
    assert {path.name for path in demo.iterdir()} >= {"mix.wav", "reference.wav", "master.wav", "report.html"}


@pytest.mark.parametrize("name", ["mix.wav", "reference.wav", "master.wav", "master.json", "report.html"])
def test_demo_leaves_what_exists_alone(run: Run, folder: Path, name: str):
    (folder / name).write_text("old")
    assert_refused(run("demo", "--out", folder), 20, name, "--force")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(name, "old")]


def test_demo_overwrites_with_force(run: Run, folder: Path):
    (folder / "mix.wav").write_text("old")
    with pytest.raises(SystemExit) as ended:
        run("demo", "--out", folder, "--force")
    assert ended.value.code == 0
    assert soundfile.info(folder / "mix.wav").channels == 2


def test_demo_refuses_a_place_that_is_a_file(run: Run, folder: Path):
    (folder / "demo").write_text("old")
    assert_refused(run("demo", "--out", folder / "demo"), 21, "demo")


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("master", "--help")])
def test_help_waits_for_no_large_library(words: tuple[str, ...]):
    code = f"""
import sys
from metamaster.cli import main
try:
    main({list(words)!r})
finally:
    print(*sorted({{"numpy", "scipy", "jax", "rich", "soundfile"}} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert "metamaster" in done.stdout


def test_the_version_is_told():
    command = [sys.executable, "-m", "metamaster", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=True)
    assert done.stdout.strip() == f"metamaster {__version__}"


def test_a_reader_who_goes_away_is_no_failure(mix: Clip):
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "metamaster", "analyze", "--json", str(mix.path)]
    process = subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE, cwd=REPOSITORY)
    os.close(writing)
    os.close(reading)
    _, error = process.communicate()
    assert (process.returncode, error) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [("--json",), ()])
def test_no_room_for_what_is_printed_is_told(mix: Clip, words: tuple[str, ...]):
    command = [sys.executable, "-m", "metamaster", "analyze", str(mix.path), *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (22, 1)
    assert "free some space" in done.stderr


def test_names_that_a_terminal_cannot_show_do_no_harm(mix: Clip, tmp_path: Path):
    odd = tmp_path / "süß.wav"
    soundfile.write(odd, mix.samples[:, : 4 * RATE].T, RATE)
    command = [sys.executable, "-m", "metamaster", "analyze", str(odd)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=REPOSITORY, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_progress_is_shown_where_someone_watches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("metamaster.cli.progress._PATIENCE_S", -1.0)
    with progress_bar(quiet=False) as tell:
        for share in np.linspace(0.0, 1.0, 5):
            tell("listen", float(share))
    said = capsys.readouterr()
    assert "Listening" in said.err and said.out == ""


@pytest.mark.parametrize(("quiet", "colour"), [(True, "1"), (False, "")])
def test_progress_is_not_shown_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], quiet: bool, colour: str
):
    monkeypatch.setenv("FORCE_COLOR", colour)
    monkeypatch.setattr("metamaster.cli.progress._PATIENCE_S", -1.0)
    with progress_bar(quiet) as tell:
        tell("listen", 0.5)
    assert capsys.readouterr() == ("", "")
