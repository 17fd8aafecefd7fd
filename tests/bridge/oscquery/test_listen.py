"""LISTEN and IGNORE, and OSC over the WebSocket."""

import json
import time

import pytest

from bridge.osc.codec import Message, decode, encode
from tests.bridge.http.serving import ServedHttp, Socket

GAIN = "/metamaster/eq/mid/bell_1/gain_db"
PING = "/metamaster/ping"


@pytest.fixture
def client(web: ServedHttp) -> Socket:
    return web.socket("/")


def command(what: str, path: object) -> str:
    return json.dumps({"COMMAND": what, "DATA": path})


def heard(client: Socket) -> list[Message]:
    """What is told before the answer to a ping sent now."""
    client.send(encode(PING, ("now",)))
    messages = [decode(client.receive())]
    while messages[-1] != Message("/metamaster/pong", ("now",)):
        messages.append(decode(client.receive()))
    return messages[:-1]


def test_who_listens_is_told_the_value_at_once_and_then_its_changes(web: ServedHttp, client: Socket):
    client.send(command("LISTEN", GAIN))
    assert decode(client.receive()) == Message(GAIN, (0.0,))
    web.udp().send(GAIN, 2.5)
    assert decode(client.receive()) == Message(GAIN, (2.5,))


def test_who_ignores_is_told_no_more(web: ServedHttp, client: Socket):
    client.send(command("LISTEN", GAIN))
    client.send(command("IGNORE", GAIN))
    assert heard(client) == [Message(GAIN, (0.0,))]
    web.udp().ask(f"{GAIN}/set", 1.0)
    assert heard(client) == []


def test_osc_sent_over_the_socket_is_obeyed(web: ServedHttp, client: Socket):
    client.send(encode(GAIN, (-3.0,)))
    assert heard(client) == []
    assert web.call(lambda: web.desk.session.get("eq.mid.bell_1.gain_db")) == -3.0


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "[]",
        command("SHOUT", GAIN),
        command("LISTEN", 3),
        command("LISTEN", "/none"),
        b"no OSC",
        "[" * 10_000,
        '{"MORE": ' + "[" * 10_000,
    ],
)
def test_what_cannot_be_understood_is_told_and_the_client_stays(client: Socket, message: str | bytes):
    client.send(message)
    (told,) = heard(client)
    assert told.address == "/metamaster/error"
    assert told.arguments[1] in ("malformed_packet", "unknown_address")


def test_a_client_that_has_gone_is_forgotten(web: ServedHttp, client: Socket):
    client.send(command("LISTEN", GAIN))
    client.receive()
    assert web.call(lambda: web.osc.feedback.listeners) == 1
    client.close()
    for _ in range(600):
        if web.call(lambda: web.osc.feedback.listeners) == 0:
            return
        time.sleep(0.02)
    raise AssertionError("it is still told")
