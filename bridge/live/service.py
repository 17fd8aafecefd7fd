"""A service: keeps the live insert running, tells it what is wanted, and hears what it plays."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import msgspec

from bridge.children.child import Child, reason
from bridge.errors import WorkerLost, code_of
from bridge.live import messages
from bridge.live.meters import LiveMeters
from bridge.live.status import AS_IT_IS, Live, Status
from bridge.session.controls import CHAIN_NAMES, LEVEL_MATCHED
from bridge.session.document import SLOTS
from bridge.session.events import AspectChanged, ControlChanged, Event, TransportChanged, Trouble
from bridge.session.session import Session

_GATHER_S = 0.005
"""Changes that come together, such as those of an adaptation, go out together."""
_FOLLOWED = CHAIN_NAMES | {"bypass", "ab", LEVEL_MATCHED}


class LiveService:
    """A subscriber of the session with a process of its own."""

    def __init__(self, session: Session, live: Live, periods_ahead: int = 0, module: str = "bridge.live") -> None:
        self._session, self._live, self._periods_ahead = session, live, periods_ahead
        self._child = Child(module, lambda line: self._heard(messages.decode_report(line)), self._lost)
        self._meters = LiveMeters(session)
        self._cables: tuple[tuple[str, str], ...] = ()
        self._timer: asyncio.TimerHandle | None = None
        self._rolling = self._awake = False
        self._unsubscribe: Callable[[], None] | None = None

    async def start(self) -> None:
        """Starts the insert, without waiting for it."""
        self._live.on_restart = lambda: self._send(messages.Restart())
        self._live.change(Status("starting"))
        self._unsubscribe = self._session.bus.subscribe(self._hear)
        await self._child.start()

    async def stop(self) -> None:
        """Ends it."""
        self._live.on_restart = None
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self._timer is not None:
            self._timer.cancel()
        await self._child.stop()

    def _hear(self, event: Event) -> None:
        match event:
            case ControlChanged(name=name) if name in _FOLLOWED:
                self._tell_soon()
            case AspectChanged("unheard") if self._session.get(LEVEL_MATCHED):
                self._tell_soon()
            case TransportChanged(rolling=rolling):
                if rolling and not self._rolling:
                    self._send(messages.Restart())
                self._rolling = rolling

    def _tell_soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_GATHER_S, self._tell)

    def _tell(self) -> None:
        self._timer = None
        if not self._awake:
            return  # it asks when it is
        session = self._session
        unheard = session.chain_values(SLOTS[1 - SLOTS.index(session.slot)]) if session.get(LEVEL_MATCHED) else None
        if unheard is None:
            self._live.turn(AS_IT_IS)
        self._send(messages.Wanted(session.chain_values(), bool(session.get("bypass")), session.slot, unheard))

    def _send(self, request: messages.Request) -> None:
        self._child.send(messages.encode_request(request))

    def _heard(self, report: messages.Report) -> None:
        status = self._live.status
        match report:
            case messages.Awake():
                self._awake = True
                self._send(messages.Ahead(self._periods_ahead))
                self._send(messages.Connect(self._cables))
                self._tell()
            case messages.Waiting():
                self._child.ready.set()
                self._live.change(replace(status, state="waiting"))
            case messages.Running():
                self._child.ready.set()
                self._live.change(replace(status, state="running", **msgspec.structs.asdict(report)))
            case messages.Plugged(cables):
                self._cables = cables
                self._live.change(replace(status, cables=len(cables)))
            case messages.Silent():
                self._meters.silence()
            case messages.Levels(reading, xruns, turned_db):
                self._live.change(replace(status, xruns=xruns))
                self._live.turn(turned_db)
                self._meters.show(reading)

    def _lost(self, returncode: int | None, failures: int) -> None:
        self._awake = False
        self._meters.silence()
        self._live.turn(AS_IT_IS)
        status = self._live.status
        ended_with_server = returncode == 0
        self._live.change(Status("starting", restarts=status.restarts + (not ended_with_server)))
        if not ended_with_server:
            lost = WorkerLost(f"The live insert ended ({reason(returncode)}) and is started again.")
            self._session.bus.emit(Trouble(code_of(lost), str(lost)))
