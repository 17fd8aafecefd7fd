"""What was found out about the session's files: their levels and spectra, and the last master from each settings."""

from collections import OrderedDict
from typing import Any

from bridge.session.document import Slot
from bridge.session.events import AspectChanged, Event, JobChanged
from bridge.session.job import Job, MeterSeries
from bridge.session.meters import FileMeters
from bridge.session.session import Session

_REMEMBERED = 32


class Studies:
    """A subscriber that remembers what jobs found; nothing of it is kept when the bridge ends."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: OrderedDict[str, MeterSeries] = OrderedDict()
        self.masters: dict[Slot, str] = {}
        """The path of the last master that was rendered from each settings."""

    def hear(self, event: Event) -> None:
        """Notes what is new."""
        if event == AspectChanged("meters") and isinstance(self._session.meters, FileMeters):
            self._note(self._session.meters.series)
        elif isinstance(event, JobChanged) and event.job.kind == "render":
            self._note_render(event.job)

    def known(self, path: str) -> bool:
        """Whether a file was measured."""
        return path in self._of

    def described(self) -> dict[str, Any]:
        """Integrated loudness and spectrum of each file that was measured, by its path."""
        return {
            path: {
                "integrated_lufs": series.integrated_lufs,
                "true_peak_db": series.true_peak_db,
                "spectrum_hz": series.spectrum_hz,
                "spectrum_db": series.spectrum_db,
            }
            for path, series in self._of.items()
        }

    def _note(self, series: MeterSeries) -> None:
        self._of[series.path] = series
        self._of.move_to_end(series.path)
        while len(self._of) > _REMEMBERED:
            self._of.popitem(last=False)

    def _note_render(self, job: Job) -> None:
        meters = self._session.meters
        if job.state == "done" and isinstance(meters, FileMeters):
            self.masters[job.slot] = meters.series.path
