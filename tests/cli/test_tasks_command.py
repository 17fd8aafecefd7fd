"""``metamaster tasks render``."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.errors import BadOption, OutputExists
from tasks.songs.catalogue import GENRES, song
from tests.cli.conftest import Done, Run

SHORT = ("--seconds", 2, "--rate", 22050)


def test_a_song_of_every_genre_is_written(run: Run, folder: Path) -> None:
    done = run("tasks", "render", "--out", folder, "--seconds", 1, "--rate", 8000)
    assert done.code == 0
    assert {path.name for path in folder.iterdir()} == {f"{genre}-0.wav" for genre in GENRES}


def test_the_file_holds_the_song(run: Run, folder: Path) -> None:
    run("tasks", "render", "--genre", "piano", "--seed", 3, "--out", folder, *SHORT)
    read, sample_rate = soundfile.read(folder / "piano-3.wav", dtype="float32")
    assert sample_rate == 22050
    assert np.allclose(read.T, song("piano", 3, 2.0, 22050).mix, atol=1e-6)


def test_a_count_of_songs_is_one_for_each_seed(run: Run, folder: Path) -> None:
    done = run("tasks", "render", "--genre", "folk", "--seed", 5, "--count", 2, "--out", folder, *SHORT)
    assert done.out.split() == [str(folder / "folk-5.wav"), str(folder / "folk-6.wav")]


def test_quiet_says_nothing(run: Run, folder: Path) -> None:
    assert run("tasks", "render", "--genre", "folk", "--out", folder, "--quiet", *SHORT) == Done(0, "", "")
    assert [path.name for path in folder.iterdir()] == ["folk-0.wav"]


def test_stems_lie_in_a_folder_beside_the_song(run: Run, folder: Path) -> None:
    run("tasks", "render", "--genre", "piano", "--stems", "--out", folder, *SHORT)
    mix, *stems = [
        soundfile.read(path)[0] for path in (folder / "piano-0.wav", *sorted((folder / "piano-0").iterdir()))
    ]
    assert np.allclose(sum(stems), mix, atol=1e-5)


def test_what_exists_stays_unless_overwriting_is_asked_for(run: Run, folder: Path) -> None:
    words = ("tasks", "render", "--genre", "piano", "--out", folder, *SHORT)
    assert [run(*words).code, run(*words).code, run(*words, "--force").code] == [0, OutputExists.exit_code, 0]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--genre", "polka"), "There is no genre 'polka': choose from all, trap, "),
        (("--seed", -1), "The seed is -1"),
        (("--count", 0), "The count is 0"),
        (("--seconds", 0.5), "The length is 0.5 s"),
        (("--seconds", "nan"), "The length is nan s"),
        (("--rate", 100), "The sample rate is 100 Hz"),
    ],
)
def test_a_value_that_cannot_be_is_named(run: Run, folder: Path, words: tuple[object, ...], named: str) -> None:
    done = run("tasks", "render", "--out", folder / "songs", *words)
    assert done.code == BadOption.exit_code
    assert done.err.startswith(named)
    assert not (folder / "songs").exists()
