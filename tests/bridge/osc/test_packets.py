"""Bundles: their times, and what is no bundle."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import MalformedPacket
from bridge.osc.codec import LARGEST_BYTES, Message, encode
from bridge.osc.packets import BUNDLE, DEEPEST, MOST_MESSAGES, Due, unpack

IMMEDIATELY = 1
ONE = encode("/a", (1,))


def bundle(*elements: bytes, tag: int = IMMEDIATELY) -> bytes:
    sized = (struct.pack(">i", len(element)) + element for element in elements)
    return BUNDLE + struct.pack(">Q", tag) + b"".join(sized)


def tag_of(unix_s: float) -> int:
    return round((unix_s + 2_208_988_800) * 2**32)


def nested(depth: int) -> bytes:
    packet = ONE
    for _ in range(depth):
        packet = bundle(packet)
    return packet


def test_a_message_alone_is_due_at_once():
    assert unpack(ONE) == [Due(None, (Message("/a", (1,)),))]


def test_the_messages_of_a_bundle_belong_together():
    assert unpack(bundle(ONE, encode("/b", ()))) == [Due(None, (Message("/a", (1,)), Message("/b", ())))]


def test_a_time_tag_is_a_unix_time():
    ((at_s, _),) = unpack(bundle(ONE, tag=tag_of(1_800_000_000.25)))
    assert at_s == pytest.approx(1_800_000_000.25, abs=1e-6)


def test_bundles_in_bundles_have_times_of_their_own():
    inner = bundle(encode("/b", ()), tag=tag_of(2e9))
    assert [len(due.messages) for due in unpack(bundle(ONE, inner))] == [1, 1]


def test_an_empty_bundle_is_nothing():
    assert unpack(bundle()) == []


def test_bundles_may_be_nested_so_deep_and_no_deeper():
    assert len(unpack(nested(DEEPEST))) == 1
    with pytest.raises(MalformedPacket, match="deep"):
        unpack(nested(DEEPEST + 1))
    with pytest.raises(MalformedPacket, match="deep"):
        unpack(nested(3000))


def test_a_bundle_holds_so_many_messages_and_no_more():
    small = b"/\0\0\0"
    assert len(unpack(bundle(*[small] * MOST_MESSAGES))[0].messages) == MOST_MESSAGES
    with pytest.raises(MalformedPacket, match="more than"):
        unpack(bundle(*[bundle(small)] * (MOST_MESSAGES + 1)))


@pytest.mark.parametrize("size", [-4, 0, 3, 2**31 - 1, -(2**31)])
def test_an_element_of_impossible_size_is_refused(size: int):
    with pytest.raises(MalformedPacket):
        unpack(bundle()[:16] + struct.pack(">i", size) + ONE)


@pytest.mark.parametrize("packet", [b"", b"/a\0", BUNDLE, BUNDLE + b"\0" * 4, b"/" * (LARGEST_BYTES + 4)])
def test_what_is_no_packet_is_refused(packet: bytes):
    with pytest.raises(MalformedPacket):
        unpack(packet)


@given(st.binary(max_size=300))
def test_any_bundle_is_read_or_refused(rest: bytes):
    try:
        unpack(BUNDLE + rest + b"\0" * (-len(rest) % 4))
    except MalformedPacket:
        return
