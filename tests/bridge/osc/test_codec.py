"""Messages to and from bytes, against python-osc's own builder."""

import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from bridge.errors import MalformedPacket
from bridge.osc.codec import MOST_ARGUMENTS, Message, decode, encode

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
SINGLES = st.floats(width=32, allow_nan=False)
ARGUMENTS = st.lists(SINGLES | st.integers(-(2**31), 2**31 - 1) | TEXT, max_size=8)


def built(address: str, *typed: tuple[str, Any]) -> bytes:
    builder = OscMessageBuilder(address)
    for kind, value in typed:
        builder.add_arg(value, kind)
    return bytes(builder.build().dgram)


@given(ARGUMENTS)
def test_what_is_encoded_others_read(arguments: list[Any]):
    message = OscMessage(encode("/a/b", arguments))
    assert (message.address, message.params) == ("/a/b", arguments)


@given(ARGUMENTS)
def test_what_is_encoded_is_decoded(arguments: list[Any]):
    assert decode(encode("/a/b", arguments)) == Message("/a/b", tuple(arguments))


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("i", -7, -7),
        ("h", 2**40, 2**40),
        ("f", 0.5, 0.5),
        ("d", 0.1, 0.1),
        ("s", "größer", "größer"),
        ("b", b"abc", b"abc"),
        ("T", True, True),
        ("F", False, False),
        ("N", None, None),
    ],
)
def test_what_others_write_is_read(kind: str, value: object, read: object):
    assert decode(built("/a", (kind, value))) == Message("/a", (read,))


def test_bools_are_written_as_integers():
    assert OscMessage(encode("/a", (True, False))).params == [1, 0]


def test_a_message_may_come_without_type_tags():
    assert decode(b"/ab\0") == Message("/ab", ())


@pytest.mark.parametrize("cut", [4, 8, 12, 16])
def test_a_truncated_message_is_refused(cut: int):
    whole = encode("/abcdef", ("text here", 1.0))
    with pytest.raises(MalformedPacket):
        decode(whole[:-cut])


def test_no_number_is_filled_up_with_zeros():
    with pytest.raises(MalformedPacket):
        decode(encode("/abc", ("long text", 1.0))[:-4])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no slash",
        b"/\xff\xff\0,\0\0\0",
        b"/abc\0\0\0\0no comma",
        b"/a\0\0,q\0\0",
        b"/a\0\0,s\0\0\xc3\x28\0\0",
        b"/a\0\0,b\0\0" + struct.pack(">i", -8),
        b"/a\0\0,b\0\0" + struct.pack(">i", 2**31 - 1),
        b"/a\0\0," + b"T" * (MOST_ARGUMENTS + 2) + b"\0",
        b"/unterminated",
    ],
)
def test_what_is_no_message_is_refused(data: bytes):
    with pytest.raises(MalformedPacket):
        decode(data)


def test_numbers_that_are_none_can_be_read_since_somebody_else_refuses_them():
    assert math.isnan(decode(built("/a", ("f", math.nan))).arguments[0])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        decode(data)
    except MalformedPacket:
        return


@given(st.binary(max_size=100))
def test_any_bytes_after_an_address_are_read_or_refused(data: bytes):
    try:
        decode(b"/a\0\0," + data)
    except MalformedPacket:
        return
