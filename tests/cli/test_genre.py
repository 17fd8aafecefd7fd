"""A genre from the command line: taught once, then used, shown, listed and blended."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from metamaster.chain.settings_file import load_settings
from tests.conftest import Clip
from tests.learn.genres import genre

from .conftest import Run, assert_refused


@pytest.fixture
def saved(run: Run, mix: Clip, record: Clip, folder: Path) -> Path:
    path = folder / "dub.safetensors"
    done = run("adapt", "--reference", f"{record.path}=2", "--mix", mix.path, "--steps", 1, "--out", path)
    assert done.code == 0, done
    assert "record.wav, weight 2" in done.out
    return path


@pytest.fixture
def made(folder: Path) -> Path:
    from metamaster.learn.genre.file import save_genre

    path = folder / "made.safetensors"
    save_genre(path, genre("made"))
    return path


def test_another_song_is_mastered_with_it(run: Run, saved: Path, mix: Clip, folder: Path) -> None:
    other = folder / "other.wav"
    shutil.copy(mix.path, other)
    out = folder / "m.wav"
    done = run("master", other, "--genre", saved, "--out", out, "--report", folder / "report", "--json")
    assert done.code == 0, done
    told = json.loads(done.out)
    assert told["genre"] == {"name": "dub", "references": [{"name": "record.wav", "weight": 2.0}]}
    assert told["references"] == []
    assert told["delivered"]["loudness_lufs"] == pytest.approx(-13.0, abs=0.1)
    page = (folder / "report" / "report.html").read_text(encoding="utf-8")
    assert "dub, learned from record.wav" in page
    about = load_settings(folder / "m.json").about
    assert ([one.name for one in about.references], about.steps) == (["record.wav"], 5)


def test_it_needs_no_step(run: Run, made: Path, mix: Clip) -> None:
    done = run("master", mix.path, "--genre", made, "--dry-run", "--steps", 0, "--json")
    assert done.code == 0, done
    assert json.loads(done.out)["genre"]["name"] == "made"


def test_it_is_shown(run: Run, made: Path) -> None:
    done = run("genre", "show", made)
    assert done.code == 0
    assert "Reference b.wav, weight 3: -10.5 LUFS." in done.out
    assert "Low shelf +3.0 dB" in done.out


def test_it_is_shown_as_json(run: Run, made: Path) -> None:
    told = json.loads(run("genre", "show", made, "--json").out)
    assert told["house_settings"]["eq.mid.low_shelf.gain_db"] == pytest.approx(3.0, abs=1e-3)
    assert told["mixes"] == ["song.wav"]


def test_a_folder_is_listed_without_what_is_no_genre(run: Run, made: Path, folder: Path) -> None:
    save_file({"weights": np.zeros(3)}, folder / "model.safetensors", {"format": "metamaster model"})
    assert run("genre", "list", folder) == (0, f"{made}: made (2 references, 1 mix)\n", "")


def test_a_damaged_genre_is_named_beside_those_that_can_be_read(run: Run, made: Path, folder: Path) -> None:
    (folder / "cut.safetensors").write_bytes(made.read_bytes()[:-10])
    (folder / "text.safetensors").write_text("no genre")
    done = run("genre", "list", folder)
    assert (done.code, done.out) == (0, f"{made}: made (2 references, 1 mix)\n")
    assert [Path(line.split()[1]).name for line in done.err.splitlines()] == ["cut.safetensors", "text.safetensors"]


def test_a_folder_without_genres_is_said_to_have_none(run: Run, folder: Path) -> None:
    assert run("genre", "list", folder) == (0, f"There are no genres in {folder}.\n", "")


def test_genres_are_blended(run: Run, made: Path, folder: Path) -> None:
    out = folder / "blend.safetensors"
    assert run("genre", "blend", f"{made}=2", made, "--out", out, "--name", "both").code == 0
    told = json.loads(run("genre", "show", out, "--json").out)
    assert told["name"] == "both"
    assert [one["weight"] for one in told["references"]] == pytest.approx([0.5, 1.5, 0.25, 0.75])


def test_a_damaged_genre_is_refused(run: Run, made: Path, mix: Clip, folder: Path) -> None:
    made.write_bytes(made.read_bytes()[:-9])
    assert_refused(run("master", mix.path, "--genre", made, "--out", folder / "m.wav"), 35, "damaged")
    assert_refused(run("genre", "show", made), 35, "damaged")


def test_a_foreign_file_is_refused(run: Run, record: Clip, mix: Clip, folder: Path) -> None:
    assert_refused(run("master", mix.path, "--genre", record.path, "--out", folder / "m.wav"), 35, "no genre")


def test_a_missing_genre_is_refused(run: Run, mix: Clip, folder: Path) -> None:
    gone = folder / "gone.safetensors"
    assert_refused(run("master", mix.path, "--genre", gone, "--out", folder / "m.wav"), 10, "does not exist")


def test_genre_and_reference_exclude_each_other(run: Run, made: Path, mix: Clip, record: Clip, folder: Path) -> None:
    words = ("master", mix.path, "--genre", made, "--reference", record.path, "--out", folder / "m.wav")
    assert_refused(run(*words), 32, "--reference and --genre", "leave all but one")


def test_a_folder_that_is_none_is_refused(run: Run, folder: Path) -> None:
    assert_refused(run("genre", "list", folder / "gone"), 10, "no folder")


@pytest.mark.parametrize("words", [("adapt", "--reference", "a.wav"), ("genre", "blend", "a.safetensors")])
def test_a_genres_file_says_what_it_is(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    assert_refused(run(*words, "--out", folder / "dub.json"), 32, ".safetensors")


def test_a_genre_needs_a_reference(run: Run, folder: Path) -> None:
    assert_refused(run("adapt", "--out", folder / "dub.safetensors"), 32, "--reference")


def test_a_weight_must_be_a_number(run: Run, made: Path, folder: Path) -> None:
    done = run("genre", "blend", f"{made}=much", "--out", folder / "b.safetensors")
    assert_refused(done, 32, "weight of the genre")


def test_what_is_there_is_kept(run: Run, made: Path, folder: Path) -> None:
    (folder / "old.safetensors").write_text("old")
    assert_refused(run("genre", "blend", made, "--out", folder / "old.safetensors"), 20, "--force")
