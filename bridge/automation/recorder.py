"""Records what is done to controls while the song rolls."""

from bridge.automation.automation import Automation
from bridge.session.session import Session
from bridge.transport.transport import Transport
from metamaster.chain.lanes import AUTOMATABLE, Point

_PAUSE_S = 0.25
"""A control that was still for longer than this stayed where it was, and did not creep to its next value."""
_MOST = 50_000
_RECORDED = frozenset(AUTOMATABLE)


class Recorder:
    """One pass at a time: from the first move after the song began to roll until it stops or jumps."""

    def __init__(self, session: Session, transport: Transport, automation: Automation) -> None:
        self._session, self._transport, self._automation = session, transport, automation
        self._before = dict(session.chain_values())
        self._passed: dict[str, list[Point]] = {}
        self._count = 0

    @property
    def touched(self) -> frozenset[str]:
        """The controls that were moved in this pass."""
        return frozenset(self._passed)

    def moved(self, name: str, value: float, record: bool) -> None:
        """A control has a new value; whether that is to be recorded."""
        before, self._before[name] = self._before.get(name, value), value
        if not record or name not in _RECORDED or self._count >= _MOST:
            return
        now_s = self._transport.position_s
        points = self._passed.setdefault(name, [])
        if points and now_s < points[-1][0]:
            self.finish()
            points = self._passed.setdefault(name, [])
        if not points or now_s - points[-1][0] > _PAUSE_S:
            points.append((now_s, before))
        points.append((now_s, value))
        self._count += 1

    def finish(self) -> None:
        """The pass is over: it is laid over the lanes. Raises DamagedSettings where that makes too many points."""
        passed, self._passed, self._count = self._passed, {}, 0
        if passed:
            self._automation.lay({name: tuple(points) for name, points in passed.items()})
