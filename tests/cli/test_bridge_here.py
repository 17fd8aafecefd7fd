"""Where ``metamaster bridge`` runs."""

import sys

import pytest

from metamaster.cli.parser import build_parser
from metamaster.errors import BridgeRefused


def test_on_windows_it_says_that_it_does_not(monkeypatch: pytest.MonkeyPatch):
    args = build_parser().parse_args(["bridge"])
    monkeypatch.setattr(sys, "platform", "win32")
    # What Windows lacks.
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with pytest.raises(BridgeRefused, match="Linux and macOS"):
        args.run(args)
