"""A bridge without its worker: the session, its desk and the OSC service on free ports, in a thread of their own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bridge.desk import Desk
from bridge.osc.allowed import Allowed
from bridge.osc.client import Client
from bridge.osc.codec import Message, decode, encode
from bridge.osc.service import OscOptions, OscService
from bridge.roots import Roots
from bridge.session.job import Order
from bridge.session.presets import PresetFolder
from bridge.session.session import Session
from tests.bridge.clock import Clock

T = TypeVar("T")


@dataclass
class Crank:
    """A runner that notes what it is given; tests say how the jobs go on."""

    orders: list[Order] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    likely: tuple[str, ...] = ()

    def submit(self, order: Order) -> None:
        self.orders.append(order)

    def cancel(self, number: int) -> None:
        self.cancelled.append(number)

    def prepare(self, paths: tuple[str, ...]) -> None:
        self.likely = paths


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that the bridge may use, with a few files that it does not look into."""
    folder = tmp_path / "songs"
    folder.mkdir()
    for name in ("mix.wav", "one.wav", "two.wav"):
        (folder / name).write_bytes(b"not looked into")
    return folder


@pytest.fixture
def desk(root: Path, tmp_path: Path) -> Desk:
    """A session with its folders, and a crank for a worker."""
    session = Session()
    session.jobs.runner = Crank()
    return Desk(session, Roots.of((root,)), PresetFolder(tmp_path / "presets"), tmp_path / "genres")


@pytest.fixture
def clock() -> Clock:
    """Time for those that take a clock."""
    return Clock()


@pytest.fixture
def session(desk: Desk) -> Session:
    """The desk's session."""
    return desk.session


@pytest.fixture
def crank(session: Session) -> Crank:
    """The session's runner."""
    assert isinstance(session.jobs.runner, Crank)
    return session.jobs.runner


class Udp:
    """A UDP client: sends messages and reads what comes back."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(60.0)
        self.port: int = self.socket.getsockname()[1]
        self._to = ("127.0.0.1", port)

    def send(self, address: str, *arguments: Any) -> None:
        self.send_bytes(encode(address, arguments))

    def send_bytes(self, packet: bytes) -> None:
        self.socket.sendto(packet, self._to)

    def receive(self) -> Message:
        return decode(self.socket.recv(65536))

    def ask(self, address: str, *arguments: Any) -> list[Message]:
        """What is answered to a message before the answer to a ping sent after it."""
        self.send(address, *arguments)
        return self.answers()

    def answers(self) -> list[Message]:
        self.send("/metamaster/ping", "answers")
        found = []
        while (message := self.receive()) != Message("/metamaster/pong", ("answers",)):
            found.append(message)
        return found


class Served:
    """An OSC service that runs in a thread."""

    def __init__(self, desk: Desk, allowed: Allowed | None = None) -> None:
        self.desk = desk
        self.osc = OscService(desk, OscOptions(udp_port=0, tcp_port=0, allowed=allowed or Allowed()))
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._clients: list[Any] = []
        self.uncaught: list[dict[str, Any]] = []
        """What the event loop was told of that nobody caught."""
        self.loop.set_exception_handler(lambda _, context: self.uncaught.append(context))

    def __enter__(self) -> "Served":
        self._thread.start()
        self._await(self.osc.start())
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients:
            client.close()
        self._await(self.osc.stop())
        self._await(asyncio.sleep(0))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()
        assert self.uncaught == []

    def call(self, function: Callable[[], T]) -> T:
        """The value of a function that is called where the session lives."""

        async def called() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(called(), self.loop).result(60.0)

    def udp(self) -> Udp:
        client = Udp(self.osc.udp.port)
        self._clients.append(client.socket)
        return client

    @contextmanager
    def tcp(self) -> Iterator[Client]:
        with Client("127.0.0.1", self.osc.tcp.port, patience_s=60.0) as client:
            yield client

    def raw_tcp(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.osc.tcp.port), timeout=60.0)
        self._clients.append(made)
        return made

    def _await(self, awaited: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(awaited, self.loop).result(60.0)


@pytest.fixture
def served(desk: Desk) -> Iterator[Served]:
    """The desk, served over OSC."""
    with Served(desk) as running:
        yield running
