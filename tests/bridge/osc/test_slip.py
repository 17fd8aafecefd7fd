"""Packets in a stream."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import MalformedPacket
from bridge.osc.codec import LARGEST_BYTES
from bridge.osc.slip import Deframer, frame


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.integers(1, 17))
def test_packets_come_out_as_they_went_in_however_the_stream_is_cut(packets: list[bytes], size: int):
    stream, deframer = b"".join(frame(packet) for packet in packets), Deframer()
    found = [packet for at in range(0, len(stream), size) for packet in deframer.feed(stream[at : at + size])]
    assert found == packets


@pytest.mark.parametrize("stream", [b"\xc0\xdbx\xc0", b"a\xdb\xc0"])
def test_what_is_not_framed_is_refused(stream: bytes):
    with pytest.raises(MalformedPacket):
        list(Deframer().feed(stream))


def test_a_frame_that_does_not_end_is_refused():
    deframer = Deframer()
    with pytest.raises(MalformedPacket):
        for _ in range(4):
            list(deframer.feed(b"a" * LARGEST_BYTES))
