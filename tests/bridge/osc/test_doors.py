"""Who may talk to the bridge, and where it listens."""

import socket

import pytest

from bridge.desk import Desk
from bridge.osc.allowed import Allowed, is_loopback
from bridge.osc.codec import encode
from bridge.osc.ports import bound
from metamaster.errors import BadOption, PortTaken
from tests.bridge.conftest import Served


@pytest.mark.parametrize(
    ("words", "host", "expected"),
    [
        ((), "203.0.113.7", True),
        (("192.168.1.7",), "192.168.1.7", True),
        (("192.168.1.7",), "192.168.1.8", False),
        (("192.168.1.0/24", "10.0.0.0/8"), "10.1.2.3", True),
        (("192.168.1.7",), "127.0.0.1", True),
        (("192.168.1.7",), "::1", True),
        (("192.168.1.7",), "no address", False),
        (("fe80::/10",), "fe80::1%eth0", True),
        (("192.168.1.0/24",), "::ffff:192.168.1.7", True),
        (("192.168.1.0/24",), "::ffff:10.0.0.7", False),
        (("192.168.1.0/24",), "::ffff:127.0.0.1", True),
    ],
)
def test_some_machines_are_allowed(words: tuple[str, ...], host: str, expected: bool):
    assert Allowed.of(words).admits(host) is expected


def test_what_is_no_network_is_refused():
    with pytest.raises(BadOption, match="--allow"):
        Allowed.of(("studio",))


def test_this_machine_is_known_by_its_addresses():
    assert is_loopback("127.0.0.1") and is_loopback("::1") and not is_loopback("192.168.1.7")


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_a_port_that_is_taken_is_named(kind: socket.SocketKind):
    with bound("127.0.0.1", 0, kind) as first:
        if kind == socket.SOCK_STREAM:
            first.listen()
        with pytest.raises(PortTaken, match=str(first.getsockname()[1])):
            bound("127.0.0.1", first.getsockname()[1], kind)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host."])
def test_a_host_that_is_not_ours_is_refused(host: str):
    with pytest.raises(BadOption):
        bound(host, 0, socket.SOCK_DGRAM)


def test_a_datagram_too_large_for_an_answer_is_not_answered_and_harms_nobody(served: Served, desk: Desk):
    client = served.udp()
    client.send_bytes(encode("/metamaster/ping", ("x" * 60_000,)))
    assert client.receive().arguments == ("x" * 60_000,)
