"""Turns what happens in the session into messages for those who listen."""

from collections.abc import Callable

from bridge.osc import live_routes, session_routes, transport_routes
from bridge.osc.control_routes import ADDRESSES
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Feedback
from bridge.osc.job_routes import JOB, JOBS, told_of
from bridge.osc.routes import ROOT, Routes
from bridge.session import events
from bridge.session.job import Job

ERROR = f"{ROOT}/error"
_PROPERTIES: dict[type, str] = {
    events.MixChanged: session_routes.MIX,
    events.ReferencesChanged: session_routes.REFERENCES,
    events.HistoryChanged: session_routes.HISTORY,
    events.DirtyChanged: session_routes.DIRTY,
    events.PresetChanged: session_routes.PRESET,
    events.PresetsChanged: session_routes.PRESETS,
    events.PositionChanged: session_routes.POSITION,
    events.TransportChanged: transport_routes.TRANSPORT,
    events.AutomationChanged: transport_routes.LANES,
    events.LiveChanged: live_routes.LIVE,
}


class Echo:
    """A subscriber of the session; ``asker`` finds the client that a job was started by, if it can still be told."""

    def __init__(self, routes: Routes, feedback: Feedback, asker: Callable[[Job], Endpoint | None]) -> None:
        self._routes, self._feedback, self._asker = routes, feedback, asker

    def __call__(self, event: events.Event) -> None:
        """Tells everybody whom it concerns."""
        match event:
            case events.ControlChanged(name=name):
                for address in ADDRESSES[name]:
                    self._routes.changed(address)
            case events.JobChanged(job):
                self._tell_of(job)
            case events.Trouble(code, sentence):
                self._feedback.say_of(ERROR, ERROR, ("", code, sentence), None, (code, sentence))
            case _:
                if type(event) in _PROPERTIES:
                    self._routes.changed(_PROPERTIES[type(event)])

    def _tell_of(self, job: Job) -> None:
        address, arguments = told_of(job)
        asker = self._asker(job)
        if asker is not None:
            asker.tell(address, arguments)
        # Of a job's progress the latest is enough; of everything else each counts.
        if self._feedback.heard(JOB):
            self._feedback.say_of(JOB, address, arguments, asker, (job.number, address))
        if job.state == "queued" or job.ended:
            self._routes.changed(JOBS)
