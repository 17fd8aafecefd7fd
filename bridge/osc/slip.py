"""SLIP (RFC 1055) with both ends marked, as OSC 1.1 frames packets in a stream."""

from collections.abc import Iterator

from pythonosc import slip

from bridge.errors import MalformedPacket
from bridge.osc.codec import LARGEST_BYTES

frame = slip.encode
"""A packet as it goes into the stream."""

_LARGEST_FRAME = 2 * LARGEST_BYTES
"""Every byte of a packet may have to be escaped."""


class Deframer:
    """Takes a stream apart; memory is bounded whatever comes in."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The packets that are complete now; raises MalformedPacket for a frame too large or not SLIP.

        After that the stream cannot be trusted any more and is to be closed.
        """
        # Only the last frame can be unfinished, so no byte is looked at twice.
        *complete, rest = data.split(slip.END)
        for part in complete:
            self._hold(part)
            if self._held:
                packet = bytes(self._held)
                self._held.clear()
                yield _unescaped(packet)
        self._hold(rest)

    def _hold(self, part: bytes) -> None:
        if len(self._held) + len(part) > _LARGEST_FRAME:
            raise MalformedPacket(f"A packet is larger than {LARGEST_BYTES} bytes: send several.")
        self._held += part


def _unescaped(packet: bytes) -> bytes:
    try:
        return slip.decode(packet)
    except slip.ProtocolError as error:
        raise MalformedPacket("The stream is not framed as OSC 1.1 has it (SLIP).") from error
