"""The bridge: one session, its desk, and everything that serves them, started and stopped in one place."""

import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from bridge.automation.files import beside, formerly_beside
from bridge.automation.service import AutomationService
from bridge.desk import Desk
from bridge.http.service import HttpOptions, HttpService, Site
from bridge.keeper import Keeper
from bridge.live.service import LiveService
from bridge.midi.service import MidiService, MidiServiceOptions
from bridge.osc.service import OscOptions, OscService
from bridge.roots import Roots
from bridge.session.presets import PresetFolder
from bridge.session.session import Session
from bridge.transport.jack import JackFollower
from bridge.transport.ticker import Ticker
from bridge.watch.service import WatchOptions, WatchService
from bridge.worker.supervisor import Supervisor


@runtime_checkable
class Service(Protocol):
    """Something that serves the session while the bridge runs; it subscribes to the bus in ``start``."""

    async def start(self) -> None:
        """Begins; an error here ends the bridge."""
        ...

    async def stop(self) -> None:
        """Ends, and leaves nothing open."""
        ...


@dataclass(frozen=True)
class BridgeOptions:
    """What may be read and written, where the state, the presets and the genres are kept, and where to listen."""

    roots: tuple[Path, ...]
    state: Path
    presets: Path
    genres: Path
    osc: OscOptions = field(default_factory=OscOptions)
    http: HttpOptions | None = None
    midi: MidiServiceOptions = field(default_factory=MidiServiceOptions)
    jack: bool = False
    """Whether to be a live insert on a JACK server, and to follow its transport."""
    jack_ahead: int = 0
    """How many blocks ahead the insert renders."""
    watch: WatchOptions | None = None


@dataclass(frozen=True)
class Bridge:
    """A bridge that runs."""

    desk: Desk
    supervisor: Supervisor
    osc: OscService
    http: HttpService | None = None

    @property
    def session(self) -> Session:
        """What it serves."""
        return self.desk.session


@asynccontextmanager
async def running(options: BridgeOptions) -> AsyncIterator[Bridge]:
    """A bridge that serves for as long as the context lasts; raises what its parts raise when they start."""
    session = Session()
    desk = Desk(session, Roots.of(options.roots), PresetFolder(options.presets), options.genres)
    supervisor = Supervisor(session.jobs)
    osc = OscService(desk, options.osc)
    # Asked before the state is there in any case.
    formerly = formerly_beside(options.state)
    # The state is restored before anybody can ask for it, and saved after nobody can change it any more.
    http = _http(desk, osc, options.http)
    keeper = Keeper(session, options.state)
    services: tuple[Service, ...] = (
        keeper,
        AutomationService(session, desk.transport, desk.automation, beside(options.state), formerly),
        Ticker(session, desk.transport),
        *(_jack(desk, options.jack_ahead) if options.jack else ()),
        MidiService(desk, options.midi),
        osc,
        *filter(None, [http]),
        supervisor,
        WatchService(desk, options.watch),
    )
    async with AsyncExitStack() as stack:
        for service in services:
            # Stopped also if it only half started.
            stack.push_async_callback(service.stop)
            try:
                await service.start()
            except BaseException:
                keeper.withdraw()
                raise
        desk.prepare()
        # Nothing of what is there now will ever be garbage; looking at it again and again costs milliseconds.
        gc.collect()
        gc.freeze()
        yield Bridge(desk, supervisor, osc, http)


def _jack(desk: Desk, periods_ahead: int) -> tuple[Service, ...]:
    # The follower says so where JACK is not installed, before the insert would.
    return JackFollower(desk.session, desk.transport), LiveService(desk.session, desk.live, periods_ahead)


def _http(desk: Desk, osc: OscService, options: HttpOptions | None) -> HttpService | None:
    if options is None:
        return None

    def load(host: str, port: int) -> Site:
        from bridge.http.assembly import site  # noqa: PLC0415 - takes long to load, so not before the port is open

        return site(desk, osc, options, host, port)

    return HttpService(options, load, desk.session.bus)
