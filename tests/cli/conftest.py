"""Runs commands in this process, as a shell would see them."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from metamaster.chain.settings import DEFAULTS
from metamaster.chain.settings_file import About, Delivery, SettingsFile, save_settings
from metamaster.cli import main
from tests.conftest import Clip

CHAIN = DEFAULTS.replace({"eq.mid.low_shelf.gain_db": 2.1, "eq.mid.low_shelf.freq_hz": 110.0})


class Done(NamedTuple):
    """What a command left behind: its exit code and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """A command sets handlers for the process that it takes itself to have for its own."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``metamaster`` with those words."""

    def ran(*words: object) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Done(code, *capsys.readouterr())

    return ran


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for what a command writes."""
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def master(run: Run, mix: Clip, record: Clip, folder: Path) -> Run:
    """Masters the mix after the record in two steps, to master.wav in the folder, with further words."""

    def mastered(*words: object, out: Path = folder / "master.wav") -> Done:
        return run("master", mix.path, "--reference", record.path, "--out", out, "--steps", 2, *words)

    return mastered


def assert_refused(done: Done, code: int, *told: str) -> None:
    """One plain sentence on stderr that tells what it should, its exit code, and nothing else."""
    assert done.code == code, done
    assert done.out == ""
    assert done.err.endswith(".\n") and done.err.count("\n") == 1 and "Traceback" not in done.err
    assert all(part in done.err for part in told), done.err


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """A settings file."""
    path = tmp_path / "chain.json"
    about = About("metamaster", "mix.wav", (), 0)
    save_settings(path, SettingsFile(CHAIN, Delivery(-15.0, -2.0), about))
    return path
