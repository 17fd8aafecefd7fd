"""Imports point one way, and only the command line speaks."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

# Not part of the library: the script that ``metamaster export`` writes for others to run.
EXPORTED_SCRIPT = REPOSITORY / "metamaster" / "chain" / "export" / "standalone.py"


def modules(folder: str) -> list[Path]:
    return sorted((REPOSITORY / folder).rglob("*.py"))


def outside_cli() -> list[Path]:
    return [path for path in modules("metamaster") if REPOSITORY / "metamaster" / "cli" not in path.parents]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> set[str]:
    """The top-level packages that are imported anywhere in the code, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def speaks(path: Path) -> bool:
    """Whether the module prints or reads arguments."""
    tree = parsed(path)
    prints = any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(tree))
    arguments = any(
        isinstance(node, ast.Attribute) and node.attr in {"argv", "stdout", "stderr"} for node in ast.walk(tree)
    )
    return prints or arguments or "argparse" in imported(tree)


def is_run_by_name(path: Path) -> bool:
    """Whether it is made for ``python -m``."""
    return 'if __name__ == "__main__":' in path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_the_library_knows_neither_tasks_nor_bridge():
    assert [named(path) for path in outside_cli() if imported(parsed(path)) & {"tasks", "bridge"}] == []


def test_of_the_command_line_only_commands_know_them():
    others = [path for path in modules("metamaster/cli") if not path.name.endswith("_command.py")]
    assert [named(path) for path in others if imported(parsed(path)) & {"tasks", "bridge"}] == []


@pytest.mark.parametrize(("room", "other"), [("tasks", "bridge"), ("bridge", "tasks")])
def test_tasks_and_bridge_do_not_know_each_other(room: str, other: str):
    assert [named(path) for path in modules(room) if other in imported(parsed(path))] == []


@pytest.mark.parametrize("room", ["metamaster", "tasks", "bridge"])
def test_nothing_that_ships_knows_benchmarks_or_tests(room: str):
    assert [named(path) for path in modules(room) if imported(parsed(path)) & {"benchmarks", "tests"}] == []


def test_only_the_command_line_prints_or_reads_arguments():
    others = (path for path in (*modules("bridge"), *modules("tasks")) if not is_run_by_name(path))
    rooms = [*outside_cli(), *others]
    assert [named(path) for path in rooms if path != EXPORTED_SCRIPT and speaks(path)] == []


def loaded_by(*modules: str) -> set[str]:
    """The top-level packages that a fresh Python has loaded after importing these."""
    code = f"import sys, {', '.join(modules)}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_what_renders_live_does_not_load_jax():
    chain = ("layout", "parameters", "settings", "settings_file", "pedalboard_renderer.chain")
    assert not loaded_by(*(f"metamaster.chain.{name}" for name in chain), "bridge.live.process") & {"jax", "jaxlib"}


def test_the_main_job_does_not_load_jax():
    assert not loaded_by("metamaster.master", "metamaster.cli.master_command") & {"jax", "jaxlib", "optax", "flax"}


@pytest.mark.parametrize("module", ["metamaster", "metamaster.cli"])
def test_asking_for_help_waits_for_no_large_library(module: str):
    assert not loaded_by(module) & {"numpy", "scipy", "jax", "pedalboard", "soundfile", "tasks", "bridge"}
