"""Who is let in, and what every answer says to browsers."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import aiohttp
import pytest

from bridge.desk import Desk
from bridge.http.guard import same_origin
from bridge.osc.allowed import Allowed
from metamaster.errors import BridgeUnreachable
from tests.bridge.http.serving import WAIT_S, ServedHttp


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:80", "localhost:7780", "LOCALHOST", "[::1]:7780", "192.168.1.7"]
)
def test_it_answers_to_addresses_and_to_its_own_names(web: ServedHttp, host: str):
    assert web.get("/panel/", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7780", "127.0.0.1.evil.example", "localhost.evil.example", ""]
)
def test_a_name_that_was_made_to_point_here_is_refused(web: ServedHttp, host: str):
    assert web.get("/panel/", Host=host).status == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:1", "http://127.0.0.1"])
def test_pages_from_elsewhere_are_refused(web: ServedHttp, origin: str):
    assert web.get("/", Origin=origin).status == 403


@pytest.mark.parametrize("path", ["/panel/live", "/"])
@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}])
def test_so_are_their_web_sockets(web: ServedHttp, path: str, headers: dict[str, str]):
    with pytest.raises(aiohttp.WSServerHandshakeError):
        web.socket(path, **headers)


def test_its_own_page_is_let_in(web: ServedHttp):
    origin = web.url("")
    assert web.get("/", Origin=origin).status == 200
    assert web.socket(Origin=origin).receive()["tell"] == "everything"


def test_an_origin_is_ours_only_as_a_whole():
    assert same_origin(None, "localhost:1")
    assert same_origin("http://localhost:1", "localhost:1")
    assert not same_origin("http://localhost:2", "localhost:1")
    assert not same_origin("https://localhost:1", "localhost:1")


@pytest.mark.parametrize(
    "request_line",
    ["GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET /\x01 HTTP/1.1\r\nHost: a", "GET / HTTP/1.1\r\nno colon"],
)
def test_what_is_no_http_is_answered_and_is_no_news(
    web: ServedHttp, caplog: pytest.LogCaptureFixture, request_line: str
):
    with socket.create_connection(("127.0.0.1", web.http.port), timeout=WAIT_S) as client:
        client.sendall(f"{request_line}\r\n\r\n".encode())
        assert b" 400 " in client.recv(64)
    assert caplog.text == ""


class Nobody(Allowed):
    """Lets no machine in, not even this one, and notes who came."""

    came: ClassVar[list[str]] = []

    def admits(self, host: str) -> bool:
        self.came.append(host)
        return False


def test_a_machine_that_is_not_allowed_is_served_at_no_door(desk: Desk):
    with ServedHttp(desk, Nobody()) as shut:
        Nobody.came.clear()
        assert shut.get("/panel/").status == 403 and shut.get("/?HOST_INFO").status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            shut.socket()
        with pytest.raises(BridgeUnreachable), shut.tcp() as client:
            client.ask("/metamaster/bypass/set", 1)
        before = len(Nobody.came)
        shut.udp().send("/metamaster/bypass", 1)
        while len(Nobody.came) == before:
            time.sleep(0.01)
        assert shut.call(lambda: (shut.osc.dispatcher.handled, desk.session.get("bypass"))) == (0, 0.0)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent_but_questions(web: ServedHttp, method: str):
    assert web.get("/panel/", method).status == 405


@pytest.mark.parametrize("path", ["/", "/panel/", "/panel/none", "/metamaster/none"])
def test_every_answer_keeps_other_pages_out(web: ServedHttp, path: str):
    headers = web.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_message_that_is_too_large_ends_the_conversation(web: ServedHttp):
    panel = web.socket()
    panel.receive()
    panel.send("x" * 100_000)
    with pytest.raises(TypeError):
        panel.until(lambda _: False)


def test_a_client_that_never_reads_is_let_go_while_others_are_served(web: ServedHttp, root: Path):
    for number in range(1000):
        (root / f"{number:04d}{'x' * 200}.wav").touch()
    with deaf_panel(web.http.port) as deaf:
        # Each is answered with a quarter of a megabyte, far more in all than is kept for anybody.
        assert asks_until_it_is_cut_off(deaf, frame({"ask": "browse"}))
    panel = web.socket()
    panel.ask("browse")
    assert len(panel.until(lambda message: message["tell"] == "folder")["files"]) == 1003


def test_a_flood_from_one_leaves_the_others_served(web: ServedHttp):
    with deaf_panel(web.http.port) as flooder:
        panel = web.socket()
        panel.receive()
        for _ in range(20):
            flooder.sendall(frame({"ask": "set", "name": "trim.gain_db", "value": "much"}) * 200)
        panel.ask("set", name="limiter.ceiling_db", value="-2 dBTP")
        told = panel.until(lambda message: "limiter.ceiling_db" in message.get("controls", {}))
        assert told["controls"]["limiter.ceiling_db"] == -2.0


@contextmanager
def deaf_panel(port: int) -> Iterator[socket.socket]:
    """A panel that never reads what it is sent."""
    with socket.socket() as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        made.settimeout(WAIT_S)
        made.connect(("127.0.0.1", port))
        made.sendall(
            b"GET /panel/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        yield made


def frame(message: dict[str, Any]) -> bytes:
    """A message as a client frames it, masked with zeros."""
    text = json.dumps(message).encode()
    assert len(text) < 126
    return bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text


def asks_until_it_is_cut_off(client: socket.socket, question: bytes) -> bool:
    for _ in range(200):
        try:
            client.sendall(question)
        except ConnectionError:
            return True
        time.sleep(0.02)
    return False
