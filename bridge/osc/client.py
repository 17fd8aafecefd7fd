"""A small client of the bridge, over TCP: what is sent arrives, in order, and so do the answers."""

import secrets
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType

from bridge.osc.codec import Message, decode, encode
from bridge.osc.routes import ROOT
from bridge.osc.slip import Deframer, frame
from metamaster.errors import BridgeRefused, BridgeUnreachable

PATIENCE_S = 5.0
_READ_BYTES = 65_536

Sent = float | int | str


class Client:
    """A context manager that holds a connection; raises BridgeUnreachable where no bridge answers."""

    def __init__(self, host: str, port: int, patience_s: float = PATIENCE_S) -> None:
        self._where, self._patience_s = f"{host}:{port}", patience_s
        try:
            self._socket = socket.create_connection((host, port), timeout=patience_s)
        except (OSError, UnicodeError) as error:
            raise BridgeUnreachable(
                f"No bridge answers at {self._where}: start one with metamaster bridge, or name its --port."
            ) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._deframer = Deframer()
        self._arrived: deque[Message] = deque()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def send(self, address: str, *arguments: Sent) -> None:
        """Sends a message."""
        try:
            self._socket.sendall(frame(encode(address, arguments)))
        except OSError as error:
            raise self._gone() from error

    def receive(self, patience_s: float | None = None) -> Message:
        """The next message; waits for ever without a patience, else raises BridgeUnreachable at its end."""
        end_s = None if patience_s is None else time.monotonic() + patience_s
        while not self._arrived:
            self._read(end_s)
        return self._arrived.popleft()

    def ask(self, address: str, *arguments: Sent) -> list[Message]:
        """Sends a message and gives everything that is answered at once; raises BridgeRefused where it is refused."""
        token = secrets.token_hex(8)
        self.send(address, *arguments)
        self.send(f"{ROOT}/ping", token)
        answers: list[Message] = []
        while (message := self._answer()) != Message(f"{ROOT}/pong", (token,)):
            answers.append(message)
        return answers

    def ask_until(self, answer: str, address: str, *arguments: Sent) -> Message:
        """Sends a message and waits for an answer by its address, for what takes its time; raises as ``ask``."""
        self.send(address, *arguments)
        while (message := self._answer()).address != answer:
            pass
        return message

    def job(self, address: str, *arguments: Sent, progress: Callable[[str, float], None] = lambda *_: None) -> str:
        """Starts a job and waits for its end; gives what it says, or raises BridgeRefused.

        A job that is no longer waited for, because of Ctrl-C, is cancelled.
        """
        number, _ = self.ask_until(f"{ROOT}/job/queued", address, *arguments).arguments
        try:
            while True:
                told, given = self.receive()
                if told == f"{ROOT}/job/progress" and given[0] == number:
                    progress(given[2], given[3])
                if told == f"{ROOT}/job/ended" and given[0] == number:
                    break
        except KeyboardInterrupt:
            self.send(f"{ROOT}/cancel", number)
            raise
        _, _, state, _, sentence = given
        if state != "done":
            raise BridgeRefused(sentence)
        return str(sentence)

    def listen(self) -> Iterator[Message]:
        """Every message as it comes."""
        while True:
            yield self.receive()

    def _answer(self) -> Message:
        message = self.receive(self._patience_s)
        if message.address == f"{ROOT}/error":
            raise BridgeRefused(str(message.arguments[2]))
        return message

    def _read(self, end_s: float | None) -> None:
        self._socket.settimeout(None if end_s is None else max(end_s - time.monotonic(), 1e-3))
        try:
            data = self._socket.recv(_READ_BYTES)
        except OSError as error:
            raise self._gone() from error
        if not data:
            raise self._gone()
        self._arrived.extend(decode(packet) for packet in self._deframer.feed(data))

    def _gone(self) -> BridgeUnreachable:
        return BridgeUnreachable(f"The bridge at {self._where} no longer answers: look at its terminal.")
