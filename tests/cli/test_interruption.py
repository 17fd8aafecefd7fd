"""Ctrl-C at any moment: one sentence, exit code 130, no file that is not whole, and what was there untouched."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from metamaster.cli.interruption import interruptible
from tests.conftest import REPOSITORY, Clip

MOMENTS = [("listen", 0.0), ("adapt", 0.3), ("render", 0.2), ("render", 0.7), ("render", 0.99)]


def interrupted(signal_name: str, moment: tuple[str, float], *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.cli.interrupted", signal_name, moment[0], moment[1], *words]
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, cwd=REPOSITORY, check=False, timeout=300
    )


def assert_stopped(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Stopped; nothing was written that is not whole.\n"


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment[0]} {moment[1]:.0%}")
def test_nothing_is_left(mix: Clip, record: Clip, folder: Path, moment: tuple[str, float]) -> None:
    words = ("--reference", record.path, "--out", folder / "master.wav", "--report", folder / "more", "--preview")
    assert_stopped(interrupted("SIGINT", moment, "master", mix.path, *words))
    assert list(folder.iterdir()) == []


def test_what_was_there_is_untouched(mix: Clip, record: Clip, folder: Path) -> None:
    (folder / "master.wav").write_text("old")
    words = ("--reference", record.path, "--out", folder / "master.wav", "--force")
    assert_stopped(interrupted("SIGINT", ("render", 0.8), "master", mix.path, *words))
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("master.wav", "old")]


def test_being_told_to_end_is_the_same(mix: Clip, record: Clip, folder: Path) -> None:
    words = ("--reference", record.path, "--out", folder / "master.wav")
    assert_stopped(interrupted("SIGTERM", ("render", 0.8), "master", mix.path, *words))
    assert list(folder.iterdir()) == []


def test_it_may_come_while_the_command_line_is_loaded() -> None:
    code = """
import sys
class Interrupting:
    def find_spec(self, name, *rest):
        if name == "metamaster.cli.parser":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from metamaster.cli import main
sys.exit(main())
"""
    command = [sys.executable, "-c", code]
    assert_stopped(subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False))


def interrupt_now() -> None:
    os.kill(os.getpid(), signal.SIGINT)


class Resisting:
    """Is interrupted while it is taken away."""

    def __del__(self) -> None:
        interrupt_now()


def taken_away() -> None:
    Resisting()


def collected() -> None:
    def _xla_gc_callback(phase: str, info: dict[str, int]) -> None:
        gc.callbacks.remove(_xla_gc_callback)
        interrupt_now()

    # Alone: the signal may be heard a moment later, in a callback that the test framework has put after this one.
    others, gc.callbacks[:] = list(gc.callbacks), [_xla_gc_callback]
    try:
        gc.collect()
    finally:
        gc.callbacks[:] = others


@pytest.mark.parametrize("deaf", [taken_away, collected])
def test_python_does_not_forget_an_interruption(deaf: Callable[[], None]) -> None:
    with pytest.raises(KeyboardInterrupt), interruptible(ends_program=False):
        deaf()
        # In short naps: the signal may wake another thread, and then one long sleep would not hear of it.
        for _ in range(600):
            time.sleep(0.1)


def test_after_an_interruption_another_ends_the_process() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible(ends_program=False):
        interrupt_now()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL


def test_a_caller_keeps_its_own_handlers() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with interruptible(ends_program=False):
        pass
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
