"""Files of earlier versions are brought up to date step by step."""

from typing import Any

import pytest

from metamaster.chain import settings_versions
from metamaster.chain.settings_versions import FORMAT, MIGRATIONS, VERSION, current_content, with_version
from metamaster.schema import Misfit


def renamed(content: Any) -> Any:
    return {"loudness_db": content["gain"]}


def doubled(content: Any) -> Any:
    return {"loudness_db": 2 * content["loudness_db"]}


@pytest.fixture
def third_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that has had two changes of format since the first."""
    monkeypatch.setattr(settings_versions, "VERSION", 3)
    monkeypatch.setattr(settings_versions, "MIGRATIONS", {1: renamed, 2: doubled})


def test_every_earlier_version_has_its_migration():
    assert sorted(MIGRATIONS) == list(range(1, VERSION))


def test_content_comes_back_from_what_is_written():
    assert current_content(with_version({"gain": 1})) == {"gain": 1}


@pytest.mark.usefixtures("third_version")
@pytest.mark.parametrize(("version", "content"), [(1, {"gain": 3}), (2, {"loudness_db": 3}), (3, {"loudness_db": 6})])
def test_each_version_is_read_as_the_newest(version: int, content: dict[str, int]):
    assert current_content({"format": FORMAT, "version": version, **content}) == {"loudness_db": 6}


@pytest.mark.usefixtures("third_version")
def test_a_version_later_than_the_newest_is_refused():
    with pytest.raises(Misfit, match="settings version 4; this one reads up to 3"):
        current_content({"format": FORMAT, "version": 4})
