"""Files that a command reads: no output takes their place, not even with --force, and no two outputs share one."""

from pathlib import Path

import pytest

from metamaster.config import config_path
from metamaster.learn.genre.file import save_genre
from tests.conftest import Clip
from tests.learn.genres import genre

from .conftest import Run, assert_refused


@pytest.fixture
def here(folder: Path, mix: Clip, record: Clip, chain: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a mix, a record, settings, a genre and a configuration, to work in."""
    (folder / "r").mkdir()
    for name in ("mix.wav", "z.before.wav", "r/report.html"):
        (folder / name).write_bytes(mix.path.read_bytes())
    (folder / "record.wav").write_bytes(record.path.read_bytes())
    (folder / "chain.json").write_bytes(chain.read_bytes())
    (folder / "link.json").symlink_to("chain.json")
    save_genre(folder / "dub.safetensors", genre(), False)
    (folder / "mine.yaml").write_text(config_path("master.yaml").read_text())
    monkeypatch.chdir(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


AFTER = ("--reference", "record.wav")
MASTER = {
    "the mix by the master": ("mix.wav", *AFTER, "--out", "mix.wav"),
    "the mix by the settings": ("mix.wav", *AFTER, "--out", "x.wav", "--save-settings", "mix.wav"),
    "the mix by a dry run's": ("mix.wav", *AFTER, "--dry-run", "--save-settings", "./r/../mix.wav"),
    "the mix by a preview": ("z.before.wav", *AFTER, "--out", "z.wav", "--preview"),
    "the mix by the report": ("r/report.html", *AFTER, "--out", "z.wav", "--report", "r"),
    "the record by the master": ("mix.wav", *AFTER, "--out", "record.wav"),
    "the record by the settings": ("mix.wav", *AFTER, "--out", "x.wav", "--save-settings", "record.wav"),
    "the settings by the new ones": ("mix.wav", "--settings", "link.json", "--out", "chain.wav"),
    "the settings by named ones": ("mix.wav", "--settings", "chain.json", "--dry-run", "--save-settings", "link.json"),
    "the genre": ("mix.wav", "--genre", "dub.safetensors", "--dry-run", "--save-settings", "dub.safetensors"),
    "the configuration": ("mix.wav", *AFTER, "--config", "mine.yaml", "--dry-run", "--save-settings", "mine.yaml"),
}


@pytest.mark.parametrize("words", MASTER.values(), ids=MASTER)
def test_a_master_leaves_what_it_is_made_from(run: Run, here: Path, words: tuple[str, ...]) -> None:
    before = contents(here)
    assert_refused(run("master", *words, "--force"), 20, "is what the master is made from: name a")
    assert contents(here) == before


EXPORT = {
    "the settings": ("--script", "chain.json"),
    "the settings by another name": ("--recipe", "link.json"),
}


@pytest.mark.parametrize("words", EXPORT.values(), ids=EXPORT)
def test_an_export_leaves_the_settings(run: Run, here: Path, words: tuple[str, ...]) -> None:
    before = contents(here)
    assert_refused(run("export", "chain.json", *words, "--force"), 20, "is what the export is made from")
    assert contents(here) == before


def test_a_blend_leaves_its_genres(run: Run, here: Path) -> None:
    before = contents(here)
    done = run("genre", "blend", "dub.safetensors=2", "--out", "dub.safetensors", "--force")
    assert_refused(done, 20, "is what the genre is made from")
    assert contents(here) == before


TWICE = {
    "master and settings": ("master", "mix.wav", *AFTER, "--out", "x.wav", "--save-settings", "r/../x.wav"),
    "settings and preview": (
        *("master", "mix.wav", *AFTER, "--out", "x.wav"),
        *("--preview", "--save-settings", "x.after.wav"),
    ),
    "script and recipe": ("export", "chain.json", "--script", "x.wav", "--recipe", "x.wav"),
}


@pytest.mark.parametrize("words", TWICE.values(), ids=TWICE)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_two_outputs_in_one_place_are_refused(
    run: Run, here: Path, words: tuple[str, ...], force: tuple[str, ...]
) -> None:
    before = contents(here)
    assert_refused(run(*words, *force), 32, "would be written twice")
    assert contents(here) == before
