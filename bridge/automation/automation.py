"""The lanes of a session: recorded pass by pass, each pass laid over what was there."""

from collections.abc import Iterable, Mapping

from bridge.automation.thinning import thinned
from bridge.errors import UnknownControl
from bridge.session.events import AspectChanged
from bridge.session.session import Session
from metamaster.chain.lanes import NO_LANES, Lanes, Point, checked_lanes, value_at


class Automation:
    """Holds lanes and tells of changes; not thread-safe, as the session is not."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.lanes: Lanes = NO_LANES

    def replace(self, lanes: Mapping[str, Iterable[Point]]) -> None:
        """Other lanes in place of all there are; raises DamagedSettings as ``checked_lanes`` does."""
        self.lanes = checked_lanes(lanes)
        self._session.bus.emit(AspectChanged("automation"))

    def clear(self, name: str | None = None) -> None:
        """Forgets one lane, or all; raises UnknownControl where there is no such lane."""
        if name is not None and name not in self.lanes:
            raise UnknownControl(f"There is no automation of {name[:80]!r}: /metamaster/automation/lanes lists all.")
        self.replace({one: points for one, points in self.lanes.items() if name is not None and one != name})

    def lay(self, passed: Lanes) -> None:
        """Lays what was recorded over what was there, from its first point to its last.

        Raises DamagedSettings where there would be too many points.
        """
        self.replace({**self.lanes, **{name: _laid(name, self.lanes.get(name), new) for name, new in passed.items()}})


def _laid(name: str, old: tuple[Point, ...] | None, new: tuple[Point, ...]) -> tuple[Point, ...]:
    new = thinned(name, new)
    if old is None:
        return new
    begin_s, end_s = new[0][0], new[-1][0]
    before = tuple(point for point in old if point[0] < begin_s)
    after = tuple(point for point in old if point[0] > end_s)
    return (*before, (begin_s, value_at(name, old, begin_s)), *new, (end_s, value_at(name, old, end_s)), *after)
