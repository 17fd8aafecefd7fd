"""The line to the bridge: one UDP socket that is never waited for, since Live's display would wait too."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

from .osc import decode, encode

BRIDGE = ("127.0.0.1", 7770)
_LARGEST = 65536
_AT_ONCE = 500


class Wire:
    """Sends messages, and gives those that have come."""

    def __init__(self, bridge: tuple[str, int] = BRIDGE) -> None:
        self._bridge = bridge
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((bridge[0], 0))

    def send(self, address: str, *arguments: float | int | str) -> None:
        """Sends a message; where no bridge runs it is lost."""
        with suppress(OSError):
            self._socket.sendto(encode(address, *arguments), self._bridge)

    def received(self) -> Iterator[tuple[str, list[float | int | str]]]:
        """What has come since the last time."""
        for _ in range(_AT_ONCE):
            try:
                packet = self._socket.recv(_LARGEST)
            except BlockingIOError:
                return
            except OSError:
                continue  # the system says that nobody listens at the bridge's port
            with suppress(ValueError):
                yield decode(packet)

    def close(self) -> None:
        """No more."""
        self._socket.close()
