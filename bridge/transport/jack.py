"""A service: follows the transport of a JACK server, which DAWs such as Ardour drive and obey."""

import asyncio
import threading
from contextlib import suppress
from typing import Any

from bridge.errors import ProgramAbsent, code_of
from bridge.session.events import Trouble
from bridge.session.session import Session
from bridge.transport.transport import TEMPO_RANGE_BPM, Transport

SOURCE = "jack"
_ASK_EVERY_S = 0.02
_ASK_STANDING_EVERY_S = 0.1
"""JACK tells nobody that its transport begins to roll, so it is asked while it stands, too: every time costs 0.1 ms."""
_AGAIN_S = 2.0
_OFF_S = 0.02
"""Positions that differ by less are the same place, told at slightly different times."""


class JackFollower:
    """Reads a server's transport fifty times a second while it rolls; waits for a server where none runs."""

    def __init__(self, session: Session, transport: Transport) -> None:
        self._session, self._transport = session, transport
        self._task: asyncio.Task[None] | None = None
        self._leave = threading.Event()
        self._watching = threading.Lock()
        self._stood_at_s: float | None = None
        """Where JACK's transport stood when that was told; it may stand there while somebody else leads the song."""

    async def start(self) -> None:
        """Begins to look for a server; raises ProgramAbsent where JACK is not installed."""
        try:
            import jack  # noqa: F401, PLC0415 - loads a system library that not every machine has
        except OSError as error:
            raise ProgramAbsent("JACK is not installed here: install it (jackd2), or leave out --jack.") from error
        self._task = asyncio.create_task(self._keep_following())

    async def stop(self) -> None:
        """Leaves the server."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_following(self) -> None:
        told = False
        while True:
            client = await asyncio.to_thread(_connected)
            if client is not None:
                told = False
                await self._follow(client)
            elif not told:
                told = True
                absent = ProgramAbsent("No JACK server runs: its transport is followed as soon as one does.")
                self._session.bus.emit(Trouble(code_of(absent), str(absent)))
            await asyncio.sleep(_AGAIN_S)

    async def _follow(self, client: Any) -> None:
        self._leave.clear()
        self._stood_at_s = None
        client.set_shutdown_callback(lambda *_: self._leave.set())
        try:
            client.activate()
            while not self._leave.is_set():
                self._ask(client)
                if self._transport.rolling:
                    await asyncio.sleep(_ASK_EVERY_S)
                else:
                    await asyncio.to_thread(self._watch, client)
        finally:
            self._leave.set()
            with self._watching:
                client.close()

    def _watch(self, client: Any) -> None:
        """Waits until JACK's transport rolls or stands elsewhere: a thread takes half the time of a loop's timers."""
        import jack  # noqa: PLC0415

        with self._watching:
            while not self._leave.wait(_ASK_STANDING_EVERY_S):
                if client.transport_state != jack.STOPPED or not self._stood_at(_seconds(client)):
                    return

    def _ask(self, client: Any) -> None:
        import jack  # noqa: PLC0415

        state, position = client.transport_query()
        rolling, seconds = state == jack.ROLLING, position["frame"] / position["frame_rate"]
        low, high = TEMPO_RANGE_BPM
        tempo_bpm = position.get("beats_per_minute", 0.0)
        if not rolling and self._stood_at(seconds):
            return
        if rolling != self._transport.rolling or abs(seconds - self._transport.position_s) >= _OFF_S:
            self._transport.locate(seconds, SOURCE)
        self._transport.roll(rolling, SOURCE)
        if low <= tempo_bpm <= high:
            self._transport.set_tempo(tempo_bpm, SOURCE)
        if self._transport.leader == SOURCE:
            self._stood_at_s = None if rolling else seconds

    def _stood_at(self, seconds: float) -> bool:
        return self._stood_at_s is not None and abs(seconds - self._stood_at_s) < _OFF_S


def _seconds(client: Any) -> float:
    return float(client.transport_frame / client.samplerate)


def _connected() -> Any:
    import jack  # noqa: PLC0415

    # libjack would say on standard error, again and again, that no server runs.
    jack.set_error_function(lambda _: None)
    jack.set_info_function(lambda _: None)
    try:
        return jack.Client("metamaster transport", no_start_server=True)
    except jack.JackError:
        return None
