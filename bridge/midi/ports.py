"""Opens MIDI ports by name, or makes ports of our own that others connect to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bridge.errors import UnknownPort

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
        return bool(self.inputs or self.outputs or self.virtual)


@dataclass(frozen=True)
class Ports:
    """Ports that are open."""

    inputs: tuple[Any, ...]
    outputs: tuple[Any, ...]

    def close(self) -> None:
        """Closes them all."""
        for port in (*self.inputs, *self.outputs):
            port.close()


def opened(options: MidiOptions, hear: Hear) -> Ports:
    """The ports; ``hear`` is called with every message, in a thread of MIDI's own. Raises UnknownPort."""
    backend = _backend(options.api)
    inputs: list[Any] = []
    outputs: list[Any] = []
    try:
        if options.virtual:
            inputs.append(
                _open("input", "midi", backend.open_input, client_name=f"{options.virtual} in", callback=hear)
            )
            outputs.append(_open("output", "midi", backend.open_output, client_name=f"{options.virtual} out"))
        for name in options.inputs:
            full = _named("input", name, _names("input", backend.get_input_names))
            inputs.append(_open("input", full, backend.open_input, callback=hear))
        for name in options.outputs:
            full = _named("output", name, _names("output", backend.get_output_names))
            outputs.append(_open("output", full, backend.open_output))
    except BaseException:
        Ports(tuple(inputs), tuple(outputs)).close()
        raise
    return Ports(tuple(inputs), tuple(outputs))


def _backend(api: str) -> Any:
    import mido  # noqa: PLC0415 - takes a while to load, and only those who use MIDI need it

    if not api:
        return mido.Backend(_RTMIDI)
    backend = mido.Backend(f"{_RTMIDI}/{api}")
    known = backend.module.get_api_names()
    if api not in known:
        raise UnknownPort(f"There is no MIDI system {api!r} here: choose from {', '.join(known)}.")
    return backend


def _names(kind: str, names: Callable[[], list[str]]) -> list[str]:
    with _reported(kind, "any"):
        return names()


def _named(kind: str, name: str, names: list[str]) -> str:
    """The port whose name is that, or else holds that."""
    found = [one for one in names if one == name] or [one for one in names if name.lower() in one.lower()]
    if not found:
        there = f"there are {', '.join(names)}." if names else "there are none."
        raise UnknownPort(f"There is no MIDI {kind} {name!r}: {there}")
    return found[0]


def _open(kind: str, name: str, opener: Callable[..., Any], **how: Any) -> Any:
    with _reported(kind, name):
        return opener(name, **how)


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
