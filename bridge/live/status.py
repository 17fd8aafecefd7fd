"""The insert as everybody sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bridge.errors import ProgramAbsent
from bridge.session.events import AspectChanged, Bus

Turned = tuple[float, float, float]
"""By how many dB (≤ 0) the mix, A and B are turned down, to be equally loud."""
AS_IT_IS: Turned = (0.0, 0.0, 0.0)
State = Literal["off", "starting", "waiting", "running"]


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the insert plays (or waits for a JACK server), as which client, in Hz and samples, and how it fares."""

    state: State = "off"
    client: str = ""
    sample_rate: int = 0
    block_frames: int = 0
    latency_frames: int = 0
    cables: int = 0
    xruns: int = 0
    restarts: int = 0


class Live:
    """Holds the status; the service that runs the insert changes it."""

    def __init__(self, bus: Bus) -> None:
        self.status = Status()
        self.turned_db = AS_IT_IS
        self.on_restart: Callable[[], None] | None = None
        self._bus = bus

    def change(self, status: Status) -> None:
        """Another status; everybody is told if it is one."""
        if status != self.status:
            self.status = status
            self._bus.emit(AspectChanged("live"))

    def turn(self, turned_db: Turned) -> None:
        """Sides are turned down by as much; everybody is told if it is news."""
        if turned_db != self.turned_db:
            self.turned_db = turned_db
            self._bus.emit(AspectChanged("turned"))

    def restart_meters(self) -> None:
        """Integrated loudness begins anew; raises ProgramAbsent where there is no insert."""
        if self.on_restart is None:
            raise ProgramAbsent("There is no live insert: start the bridge with --jack.")
        self.on_restart()
