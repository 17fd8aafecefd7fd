"""Opens MIDI ports by name, or makes ports of our own that others connect to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bridge.errors import ProgramAbsent, UnknownPort

Hear = Callable[[Any], None]
_RTMIDI = "mido.backends.rtmidi"


@dataclass(frozen=True)
class MidiOptions:
    """Which ports: names, or parts of names, of those there are.

    ``virtual`` names two clients of our own, ``… in`` and ``… out``, each with a port ``midi``. ``api`` is one of
    RtMidi's, such as UNIX_JACK; empty for the usual one.
    """

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    virtual: str = ""
    api: str = ""

    @property
    def wanted(self) -> bool:
        """Whether there is to be MIDI at all."""
        return bool(self.named or self.virtual)

    @property
    def named(self) -> bool:
        """Whether ports of others are wanted, which may come and go."""
        return bool(self.inputs or self.outputs)


@dataclass
class _Named:
    """A port that was asked for by name: it is open for as long as there is one."""

    kind: str
    asked: str
    full: str = ""
    port: Any = None


class Ports:
    """Our own ports, and those named, which may come and go.

    ``hear`` is called with every message, in a thread of MIDI's own. Raises UnknownPort, and ProgramAbsent where
    python-rtmidi is not installed.
    """

    def __init__(self, options: MidiOptions, hear: Hear) -> None:
        self._backend, self._hear = _backend(options.api), hear
        self._own: list[Any] = []
        # They are looked after and closed in different threads.
        self._lock, self._closed = threading.Lock(), False
        # A port that is closed while it sends would end the sending for good.
        self._sending = threading.Lock()
        self._named = [_Named("input", name) for name in options.inputs]
        self._named += [_Named("output", name) for name in options.outputs]
        try:
            if options.virtual:
                self._own.append(self._open("input", "midi", client_name=f"{options.virtual} in"))
                self._own.append(self._open("output", "midi", client_name=f"{options.virtual} out"))
            for one in self._named:
                one.full = _found(one, self._names(one.kind))
                one.port = self._open(one.kind, one.full)
        except BaseException:
            self.close()
            raise

    @property
    def outputs(self) -> tuple[Any, ...]:
        """The ports that can be sent to now."""
        return (*self._own[1:], *(one.port for one in self._named if one.kind == "output" and one.port is not None))

    def send(self, message: Any) -> None:
        """Sends a message to all of these."""
        with self._sending:
            for port in self.outputs:
                port.send(message)

    def look(self) -> tuple[str, ...]:
        """Closes the ports that have gone and opens those that are back; says in words which."""
        with self._lock:
            if self._closed:
                return ()
            there = {kind: self._names(kind) for kind in {one.kind for one in self._named}}
            return tuple(said for one in self._named if (said := self._looked(one, there[one.kind])))

    def close(self) -> None:
        """Closes them all."""
        with self._lock:
            self._closed = True
            for port in (*self._own, *(one.port for one in self._named)):
                if port is not None:
                    port.close()

    def _looked(self, one: _Named, there: list[str]) -> str:
        if one.port is not None:
            if one.full in there:
                return ""
            with self._sending:
                one.port.close()
                one.port = None
            return f"The MIDI {one.kind} {one.full} has gone: it is used again when it is back."
        try:
            # Perhaps by another number.
            one.full = _found(one, there)
            one.port = self._open(one.kind, one.full)
        except UnknownPort:
            return ""
        return f"The MIDI {one.kind} {one.full} is back."

    def _names(self, kind: str) -> list[str]:
        with _reported(kind, "any"):
            listed: list[str] = getattr(self._backend, f"get_{kind}_names")()
            return listed

    def _open(self, kind: str, name: str, **how: Any) -> Any:
        heard = {"callback": self._hear} if kind == "input" else {}
        with _reported(kind, name):
            return getattr(self._backend, f"open_{kind}")(name, **heard, **how)


def _backend(api: str) -> Any:
    import mido  # noqa: PLC0415 - takes a while to load, and only those who use MIDI need it

    backend = mido.Backend(f"{_RTMIDI}/{api}" if api else _RTMIDI)
    try:
        known = backend.module.get_api_names()
    except ImportError as error:
        raise ProgramAbsent(
            "MIDI needs python-rtmidi, which is not installed here: install it (docs/midi.md), or leave out --midi."
        ) from error
    if api and api not in known:
        raise UnknownPort(f"There is no MIDI system {api!r} here: choose from {', '.join(known)}.")
    return backend


def _found(one: _Named, names: list[str]) -> str:
    """The port whose name is what was asked for, or else holds that."""
    asked = one.asked
    found = [name for name in names if name == asked] or [name for name in names if asked.lower() in name.lower()]
    if not found:
        there = f"there are {', '.join(names)}." if names else "there are none."
        raise UnknownPort(f"There is no MIDI {one.kind} {asked!r}: {there}")
    return found[0]


@contextmanager
def _reported(kind: str, name: str) -> Iterator[None]:
    """Turns what RtMidi says into UnknownPort."""
    try:
        yield
    except (OSError, ValueError, RuntimeError, NotImplementedError) as error:
        reason = " ".join(str(error).split())
        raise UnknownPort(
            f"The MIDI {kind} {name!r} cannot be opened ({reason}): does that MIDI system run here?"
        ) from error
