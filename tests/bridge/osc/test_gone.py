"""Listeners that go without saying so."""

import socket
import sys
import time

import pytest

from bridge.errors import TooMany
from bridge.osc import refusals
from bridge.osc.codec import encode
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import MOST_LISTENERS, SILENT_S, Feedback
from bridge.osc.refusals import GONE_S, Refusals
from bridge.osc.slip import frame
from tests.bridge.clock import Clock
from tests.bridge.conftest import Served

ADDRESS = "/metamaster/eq/mid/bell_1/gain_db"


def test_a_client_has_gone_when_it_is_refused_long_enough(clock: Clock):
    client = Refusals(clock)
    for _ in range(4):
        client.sent()
        assert not client.refused()
        clock.passes(GONE_S / 4.0)
    client.sent()
    assert client.refused()


def test_a_client_that_says_something_is_there(clock: Clock):
    client = Refusals(clock)
    client.refused()
    clock.passes(GONE_S)
    client.heard()
    assert not client.refused()


def test_a_client_that_was_there_in_between_has_not_gone(clock: Clock):
    client = Refusals(clock)
    client.refused()
    clock.passes(1000.0)
    for _ in range(50):
        client.sent()
    assert not client.refused()


def test_silence_is_counted_from_what_was_heard_last(clock: Clock):
    client = Refusals(clock)
    clock.passes(7.0)
    assert client.silent_s == 7.0
    client.heard()
    assert client.silent_s == 0.0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell which datagrams were refused")
def test_a_listener_whose_port_is_closed_is_forgotten(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(refusals, "GONE_S", 0.0)
    fader, stays, goes = served.udp(), served.udp(), served.udp()
    for listener in (stays, goes):
        listener.ask(f"{ADDRESS}/start_listen")
    assert served.call(lambda: served.osc.feedback.listeners) == 2
    goes.socket.close()
    for value in (1.0, 2.0):
        fader.send(ADDRESS, value)
        # The one that stays misses nothing of it.
        assert stays.receive().arguments == (value,)
    stays.ask("/metamaster/ping")
    assert served.call(lambda: served.osc.feedback.listeners) == 1


class Silent(Endpoint):
    """A client that was not heard for a while."""

    ready = True

    def __init__(self, name: str, silent_s: float) -> None:
        super().__init__(name)
        self._silent_s = silent_s

    @property
    def silent_s(self) -> float:
        return self._silent_s

    def send(self, packet: bytes) -> None:
        raise NotImplementedError

    def at(self, target: object) -> Endpoint:
        raise NotImplementedError


def test_one_that_was_silent_for_long_makes_room():
    feedback = Feedback()
    listeners = [Silent(str(number), SILENT_S - 1.0) for number in range(MOST_LISTENERS - 1)]
    longest = Silent("longest", SILENT_S)
    for one in (longest, *listeners):
        feedback.listen(one, ADDRESS)
    feedback.listen(Silent("new", 0.0), ADDRESS)
    assert feedback.listeners == MOST_LISTENERS and not feedback.is_listening(longest)
    with pytest.raises(TooMany):
        feedback.listen(Silent("one more", 0.0), ADDRESS)


def test_a_datagram_is_not_lost_because_another_was_refused(served: Served):
    gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    gone.bind(("127.0.0.1", 0))
    port = gone.getsockname()[1]
    gone.close()
    client = served.udp()
    for number in range(20):
        client.send(f"{ADDRESS}/get", port)
        client.send("/metamaster/ping", number)
        assert client.receive().arguments == (number,)


def test_what_a_client_sent_over_tcp_before_it_went_is_done(served: Served):
    slow = frame(encode("/metamaster/*/*/*/*/norm", (0.5,)))
    listens = frame(encode(f"{ADDRESS}/start_listen", ()))
    with served.raw_tcp() as client:
        client.sendall(20 * slow + listens + frame(encode(ADDRESS, (3.0,))))
    until = time.monotonic() + 30.0
    while served.call(lambda: served.desk.session.get("eq.mid.bell_1.gain_db")) != 3.0:
        assert time.monotonic() < until
    assert served.call(lambda: served.osc.feedback.listeners) == 0
