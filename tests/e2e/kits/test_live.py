"""The Remote Script with Live stood in for, and a real bridge."""

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from bridge.daws.live.script import wire
from bridge.daws.live.script.osc import decode, encode
from bridge.osc import codec
from tests.conftest import Clip
from tests.e2e.bridge_process import BridgeProcess
from tests.e2e.kits.conftest import WriteKit, eventually


@dataclass
class Parameter:
    """A macro, as Live's DeviceParameter is."""

    name: str
    value_now: float = 0.0
    min: float = 0.0
    max: float = 127.0
    listeners: list[Callable[[], None]] = field(default_factory=list)

    @property
    def value(self) -> float:
        return self.value_now

    @value.setter
    def value(self, value: float) -> None:
        self.value_now = value
        for listener in self.listeners:
            listener()

    def add_value_listener(self, listener: Callable[[], None]) -> None:
        self.listeners.append(listener)

    def remove_value_listener(self, listener: Callable[[], None]) -> None:
        self.listeners.remove(listener)

    def value_has_listener(self, listener: Callable[[], None]) -> bool:
        return listener in self.listeners


class ControlSurface:
    """Live's framework, as far as the script uses it."""

    def __init__(self, c_instance: Any) -> None:
        self.messages: list[str] = []

    def update_display(self) -> None: ...

    def disconnect(self) -> None: ...

    def log_message(self, message: str) -> None: ...

    def show_message(self, message: str) -> None:
        self.messages.append(message)


@dataclass
class Live:
    """A set with a rack named metamaster on its master track."""

    macros: dict[str, Parameter]
    clip: Any
    surface: Any

    def settle(self, holds: Callable[[], bool]) -> bool:
        """Lets Live draw until that is so."""

        def drawn() -> bool:
            self.surface.update_display()
            return holds()

        return eventually(drawn)


@pytest.fixture
def live(running: BridgeProcess, kit: WriteKit, mix: Clip, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    framework, module = ModuleType("_Framework"), ModuleType("_Framework.ControlSurface")
    module.ControlSurface = ControlSurface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "_Framework", framework)
    monkeypatch.setitem(sys.modules, "_Framework.ControlSurface", module)
    # As Live does: the folder of remote scripts holds packages. This one's own name is taken here.
    folder = kit("live")
    (folder / "metamaster").rename(folder / "metamaster_in_live")
    monkeypatch.syspath_prepend(folder)
    script = importlib.import_module("metamaster_in_live")
    port = importlib.import_module("metamaster_in_live.wire")
    monkeypatch.setattr(port.Wire.__init__, "__defaults__", (("127.0.0.1", running.udp_port),))

    macros = {name: Parameter(name) for name in ("limiter.ceiling_db", "ab.copy", "adapt", "send clip", "Macro 5")}
    rack = SimpleNamespace(name="metamaster", parameters=list(macros.values()))
    clip = SimpleNamespace(is_audio_clip=True, file_path=str(mix.path))
    master = SimpleNamespace(devices=[rack])
    song = SimpleNamespace(tracks=[], return_tracks=[], master_track=master, view=SimpleNamespace(detail_clip=clip))
    surface = script.create_instance(SimpleNamespace(song=lambda: song))
    yield Live(macros, clip, surface)
    surface.disconnect()
    assert not any(macro.listeners for macro in macros.values())
    for name in [name for name in sys.modules if name.startswith("metamaster_in_live")]:
        del sys.modules[name]


def test_a_macro_follows_its_control_and_moves_it(live: Live, running: BridgeProcess):
    macro = live.macros["limiter.ceiling_db"]
    running.ctl("set", "limiter.ceiling_db", "-6 dBTP")
    assert live.settle(lambda: macro.value == pytest.approx(63.5))
    macro.value = 127.0
    assert eventually(lambda: running.ctl("get", "limiter.ceiling_db").stdout == "0\n")
    running.ctl("set", "limiter.ceiling_db", "-12 dBTP")
    assert live.settle(lambda: macro.value == pytest.approx(0.0))
    # What was told has not been sent back as a change of Live's.
    assert running.ctl("undo").stdout == "limiter.ceiling_db\n"
    assert running.ctl("get", "limiter.ceiling_db").stdout == "0\n"


def test_a_clip_is_sent_and_what_is_refused_is_shown(live: Live, running: BridgeProcess, mix: Clip):
    running.ctl("reference")
    assert live.settle(lambda: bool(live.macros["adapt"].listeners))
    live.macros["send clip"].value = 127.0
    assert eventually(lambda: running.ctl("get", "mix").stdout.strip() == str(mix.path))
    live.macros["adapt"].value = 127.0
    assert live.settle(lambda: any("no reference" in message for message in live.surface.messages))


def test_without_an_audio_clip_it_says_so(live: Live):
    live.clip.is_audio_clip = False
    assert live.settle(lambda: bool(live.macros["send clip"].listeners))
    live.macros["send clip"].value = 127.0
    assert live.surface.messages == ["metamaster: select an audio clip first."]


@pytest.mark.parametrize("arguments", [(), (1.5,), (7,), ("",), ("abc", 0.25, -3), ("naïve", "abcd")])
def test_the_bridge_and_the_script_write_the_same_osc(arguments: tuple[float | str, ...]):
    packet = encode("/metamaster/ping", *arguments)
    assert packet == codec.encode("/metamaster/ping", arguments)
    assert decode(packet) == ("/metamaster/ping", list(arguments))


@pytest.mark.parametrize("packet", [b"", b"/a", b"/a\0\0,f\0\0\0", b"/a\0\0,b\0\0\0\0\0\0", b"\xff\0\0\0,\0\0\0"])
def test_what_is_no_such_message_is_left_out(packet: bytes):
    with pytest.raises(ValueError):
        decode(packet)


def test_a_wire_to_nowhere_keeps_still():
    line = wire.Wire(("127.0.0.1", 1))
    line.send("/metamaster/ping")
    assert list(line.received()) == []
    line.close()
