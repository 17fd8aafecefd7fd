"""What ``metamaster ctl`` asks of a bridge."""

from pathlib import Path
from typing import Any, ClassVar

import pytest

from bridge.osc.client import Client
from metamaster.cli import ctl_command
from metamaster.cli.parser import build_parser
from metamaster.errors import BadOption


class Asked(Client):
    """A client that notes what it is to ask."""

    messages: ClassVar[list[tuple[Any, ...]]] = []

    def __init__(self, host: str, port: int) -> None:
        self.messages.clear()

    def __enter__(self) -> "Asked":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def ask(self, *message: Any) -> list[Any]:
        self.messages.append(message)
        return []

    def job(self, *message: Any, progress: object) -> str:
        self.messages.append(message)
        return ""


def asked(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[tuple[Any, ...]]:
    monkeypatch.setattr(ctl_command, "Client", Asked)
    ctl_command.run(build_parser().parse_args(["ctl", "--quiet", *words]))
    return Asked.messages


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("analyse",), ("/metamaster/analyse",)),
        (("analyse", "song.wav"), ("/metamaster/analyse", str(Path("song.wav").absolute()))),
        (("cancel",), ("/metamaster/cancel",)),
        (("cancel", "3"), ("/metamaster/cancel", 3)),
        (("cancel", "0"), ("/metamaster/cancel", 0)),
    ],
)
def test_one_is_named_or_none(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: tuple[Any, ...]):
    assert asked(monkeypatch, *words) == [message]


def test_references_have_weights_as_for_master(monkeypatch: pytest.MonkeyPatch):
    whole = {name: str(Path(name).absolute()) for name in ("a.wav", "b.wav")}
    assert asked(monkeypatch, "reference", "a.wav=2", "b.wav", "--weight", "3") == [
        ("/metamaster/reference/clear",),
        ("/metamaster/reference/add", whole["a.wav"], 2.0),
        ("/metamaster/reference/add", whole["b.wav"], 3.0),
    ]


def test_a_weight_that_is_none_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(BadOption, match=r"b\.wav is 'much'"):
        asked(monkeypatch, "reference", "a.wav", "b.wav=much")
    assert Asked.messages == []


@pytest.mark.parametrize("words", [("analyse", "a.wav", "b.wav"), ("cancel", "1", "2")])
def test_more_than_the_bridge_takes_are_refused(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]):
    with pytest.raises(SystemExit):
        asked(monkeypatch, *words)
