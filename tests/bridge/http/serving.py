"""A desk served over HTTP beside OSC, and clients for it: requests, and WebSockets that wait for what they expect."""

import asyncio
import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bridge.desk import Desk
from bridge.http.assembly import site
from bridge.http.service import HttpOptions, HttpService
from bridge.osc.allowed import Allowed
from tests.bridge.conftest import Served

WAIT_S = 60.0


@dataclass
class Answer:
    """What an HTTP request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Socket:
    """A WebSocket client in the thread of the server."""

    def __init__(self, served: "ServedHttp", path: str, headers: dict[str, str]) -> None:
        self._served = served
        self._ws = served.run(self._connect(path, headers))
        self.heard: list[Any] = []

    async def _connect(self, path: str, headers: dict[str, str]) -> aiohttp.ClientWebSocketResponse:
        self._session = aiohttp.ClientSession()
        try:
            return await self._session.ws_connect(self._served.url(path), headers=headers, max_msg_size=0)
        except aiohttp.ClientError:
            await self._session.close()
            raise

    def ask(self, ask: str, **content: Any) -> None:
        self.send(json.dumps({"ask": ask, **content}))

    def send(self, message: str | bytes) -> None:
        sending = self._ws.send_str(message) if isinstance(message, str) else self._ws.send_bytes(message)
        self._served.run(sending)

    def receive(self) -> Any:
        """The next message: bytes as they are, text from JSON; raises TypeError once the line is closed."""
        message = self._served.run(self._ws.receive(WAIT_S))
        if message.type == aiohttp.WSMsgType.BINARY:
            return message.data
        if message.type != aiohttp.WSMsgType.TEXT:
            raise TypeError(message.type)
        return json.loads(message.data)

    def until(self, is_it: Callable[[Any], bool]) -> Any:
        """The next message of which that is true."""
        while not is_it(message := self.receive()):
            self.heard.append(message)
        return message

    def another(self) -> "Socket":
        """One more client of the same kind."""
        return self._served.socket()

    def close(self) -> None:
        self._served.run(self._ws.close())
        self._served.run(self._session.close())


class ServedHttp(Served):
    """OSC and HTTP services that run in a thread."""

    def __init__(self, desk: Desk, allowed: Allowed | None = None) -> None:
        super().__init__(desk, allowed)
        self._sockets: list[Socket] = []
        self.options = HttpOptions(port=0, allowed=allowed or Allowed())

    def __enter__(self) -> "ServedHttp":
        super().__enter__()
        self.open_http()
        return self

    def __exit__(self, *_: object) -> None:
        for socket in self._sockets:
            socket.close()
        self.run(self.http.stop())
        super().__exit__()

    def open_http(self) -> None:
        options = self.options
        self.http = HttpService(
            options, lambda host, port: site(self.desk, self.osc, options, host, port), self.desk.session.bus
        )
        self.run(self.http.start())
        self.run(self.http.opened())

    def close_http(self) -> None:
        self.run(self.http.stop())

    def run(self, awaited: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(awaited, self.loop).result(2 * WAIT_S)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.http.port}{path}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.http.port, timeout=WAIT_S)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def socket(self, path: str = "/panel/live", **headers: str) -> Socket:
        made = Socket(self, path, headers)
        self._sockets.append(made)
        return made


@pytest.fixture
def web(desk: Desk) -> Iterator[ServedHttp]:
    """The desk, served over OSC and HTTP."""
    with ServedHttp(desk) as running:
        yield running
