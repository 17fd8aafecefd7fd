"""What one panel is still to be told: the latest of each, so that nothing piles up however fast it changes."""

import asyncio
import json
from collections.abc import Collection
from typing import Any

from bridge.http.outbox import Outbox
from bridge.session.controls import Value
from bridge.session.events import ControlChanged, Event, JobChanged, Trouble
from bridge.session.job import Job
from bridge.web.view import FILES, View, described_job, touched

EVERY_S = 1 / 60
"""As often as a screen shows something new."""
_MOST_ERRORS = 32


class Feed:
    """Tells a panel what changed; ``setting`` is what the panel is setting itself and need not be told."""

    def __init__(self, view: View, outbox: Outbox) -> None:
        self._view, self._outbox = view, outbox
        self.setting: Collection[str] = ()
        self._controls: dict[str, Value] = {}
        self._jobs: dict[int, Job] = {}
        self._aspects: set[str] = set()
        self._errors: list[dict[str, str]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last_s = -1.0

    def begin(self) -> None:
        """Tells everything there is."""
        self._put({"tell": "everything", **self._view.everything()})

    def hear(self, event: Event) -> None:
        """Notes what an event changes."""
        if isinstance(event, ControlChanged):
            if event.name in self.setting:
                # What was under way from before would turn the knob back.
                self._controls.pop(event.name, None)
                return
            self._controls[event.name] = event.value
        elif isinstance(event, JobChanged):
            self._jobs[event.job.number] = event.job
            if event.job.ended:
                # Files may have been written anew, by the job or before it.
                self._aspects.update(FILES)
        elif isinstance(event, Trouble):
            self.refuse(event.code, event.sentence)
        else:
            self._aspects.update(touched(event))
        self._soon()

    def correct(self, name: str, value: Value) -> None:
        """Tells the panel what a control holds, though it set it itself: what it asked for was not taken so."""
        self._controls[name] = value
        self._soon()

    def refuse(self, code: str, sentence: str) -> None:
        """Tells the panel what was refused, or went wrong."""
        if len(self._errors) < _MOST_ERRORS:
            self._errors.append({"code": code, "sentence": sentence})
        self._soon()

    def answer(self, kind: str, content: dict[str, Any]) -> None:
        """Tells the panel at once what it asked."""
        self._put({"tell": kind, **content})

    def end(self) -> None:
        """The panel has gone."""
        if self._timer is not None:
            self._timer.cancel()

    def _soon(self) -> None:
        waiting = self._controls or self._jobs or self._aspects or self._errors
        if waiting and self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(self._last_s + EVERY_S - loop.time(), 0.0), self._flush)

    def _flush(self) -> None:
        self._timer = None
        self._last_s = asyncio.get_running_loop().time()
        if not self._outbox.ready:
            self._soon()
            return
        gathered = {
            "controls": self._controls,
            "jobs": [described_job(job) for job in self._jobs.values()],
            "errors": self._errors,
            **{name: self._view.aspects[name]() for name in self._aspects},
        }
        # An aspect may be empty and still be news.
        change = {name: new for name, new in gathered.items() if new or name in self._aspects}
        self._put({"tell": "change", **change})
        self._controls, self._jobs, self._aspects, self._errors = {}, {}, set(), []

    def _put(self, message: dict[str, Any]) -> None:
        # Names of files may hold what no encoding can write; as ASCII they can be sent all the same.
        self._outbox.put(json.dumps(message, ensure_ascii=True, separators=(",", ":")))
