"""Turns what happens in the session into messages for those who listen."""

from collections.abc import Callable

from bridge.osc import live_routes, session_routes, transport_routes
from bridge.osc.control_routes import ADDRESSES
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Feedback
from bridge.osc.genre_routes import GENRES
from bridge.osc.job_routes import JOB, JOBS, told_of
from bridge.osc.routes import ROOT, Routes
from bridge.session import events
from bridge.session.job import Job

ERROR = f"{ROOT}/error"
_PROPERTIES: dict[events.Aspect, str] = {
    "mix": session_routes.MIX,
    "references": session_routes.REFERENCES,
    "history": session_routes.HISTORY,
    "dirty": session_routes.DIRTY,
    "preset": session_routes.PRESET,
    "presets": session_routes.PRESETS,
    "genres": GENRES,
    "position": session_routes.POSITION,
    "automation": transport_routes.LANES,
    "live": live_routes.LIVE,
    "turned": live_routes.TURNED,
}
"""The property of each aspect; meters are told of at a rate of their own."""


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
            case events.AspectChanged(aspect) if aspect in _PROPERTIES:
                self._routes.changed(_PROPERTIES[aspect])
            case events.TransportChanged():
                self._routes.changed(transport_routes.TRANSPORT)
            case _:
                pass

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
