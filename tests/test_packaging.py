"""What whoever installs metamaster is told of it."""

import tomllib
from typing import Any

import pytest

from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def project() -> Any:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize("package", ["metamaster", "tasks"])
def test_checkers_of_types_read_what_is_used_from_python(project: Any, package: str) -> None:
    assert (REPOSITORY / package / "py.typed").is_file()
    assert "Typing :: Typed" in project["classifiers"]


def test_what_has_to_be_compiled_is_left_to_those_who_want_it(project: Any) -> None:
    (midi,) = (one for one in project["dependencies"] if one.startswith("python-rtmidi"))
    assert midi.endswith("; python_version < '3.13'")
    assert project["optional-dependencies"]["midi"] == [midi.partition(";")[0]]
