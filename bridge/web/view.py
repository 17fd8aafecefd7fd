"""What a panel is told, aspect by aspect, as JSON-able values."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bridge.desk import Desk
from bridge.session.controls import CHAIN_NAMES, CONTROLS, Control
from bridge.session.events import AspectChanged, Event
from bridge.session.job import Job
from bridge.session.meters import FileMeters
from bridge.web.studies import Studies
from metamaster.version import __version__

FILES = ("mix", "references", "masters")
"""The aspects that name files that can be played."""


class View:
    """Reads the aspects of a session."""

    def __init__(self, desk: Desk, studies: Studies) -> None:
        self._desk, self._session, self._studies = desk, desk.session, studies
        self.aspects: Mapping[str, Callable[[], Any]] = MappingProxyType(
            {
                "mix": self._mix,
                "references": self._references,
                "history": lambda: dict(zip(("undo", "redo"), self._session.history.labels, strict=True)),
                "dirty": lambda: self._session.dirty,
                "preset": lambda: self._session.preset,
                "presets": lambda: self._desk.preset_names,
                "genres": lambda: self._desk.genres.names,
                "position": lambda: self._session.position_s,
                "meters": self._meters,
                "live": lambda: {"state": self._desk.live.status.state, "turned_db": self._desk.live.turned_db},
                "track": self._track,
                "studies": self._studies.described,
                "masters": lambda: {slot: played(path) for slot, path in self._studies.masters.items()},
            }
        )

    def everything(self) -> dict[str, Any]:
        """All there is, for a panel that has just come."""
        return {
            "version": __version__,
            "roots": [str(folder) for folder in self._desk.roots.folders],
            "registry": [described(control) for control in CONTROLS.values()],
            "controls": {name: self._session.get(name) for name in CONTROLS},
            "jobs": [described_job(job) for job in self._session.jobs.recent],
            **{name: read() for name, read in self.aspects.items()},
        }

    def _mix(self) -> dict[str, str] | None:
        return played(self._session.mix) if self._session.mix else None

    def _references(self) -> list[dict[str, Any]]:
        return [{**played(one.path), "weight": one.weight} for one in self._session.references]

    def _meters(self) -> dict[str, Any] | None:
        meters = self._session.meters
        if meters is None:
            return None
        return {"name": meters.name, **asdict(meters.read(self._session.position_s))}

    def _track(self) -> dict[str, Any] | None:
        meters = self._session.meters
        if not isinstance(meters, FileMeters):
            return None
        series = meters.series
        return {
            "name": series.name,
            "path": series.path,
            "step_s": series.step_s,
            "short_term_lufs": series.short_term_lufs,
            "peak_db": series.peak_db,
            "reduction_db": series.reduction_db,
        }


def touched(event: Event) -> tuple[str, ...]:
    """The aspects that an event makes out of date; controls and jobs are told of one by one."""
    return _TOUCHED.get(event.aspect, ()) if isinstance(event, AspectChanged) else ()


_TOUCHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{name: (name,) for name in ("mix", "references", "history", "dirty", "preset", "presets", "genres")},
        "position": ("position", "meters"),
        "meters": ("meters", "track", "studies"),
        "live": ("live",),
        "turned": ("live",),
    }
)


def described(control: Control) -> dict[str, Any]:
    """A control of the registry, with the stage of the chain that it belongs to (empty for the session's own)."""
    stage = control.name.partition(".")[0] if control.name in CHAIN_NAMES else ""
    return {**asdict(control), "stage": stage}


def described_job(job: Job) -> dict[str, Any]:
    """A job, without whoever asked for it."""
    return {key: value for key, value in asdict(job).items() if key != "source"}


def played(path: str) -> dict[str, str]:
    """A path with the name of its file, and a version that is another once the file was written anew."""
    try:
        # As text: it has more digits than a number of JavaScript holds.
        version = str(Path(path).stat().st_mtime_ns)
    except (OSError, ValueError):
        version = ""
    return {"path": path, "name": Path(path).name, "version": version}
