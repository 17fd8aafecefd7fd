"""The jobs of a session: numbered, told of as they go, a bounded number waiting."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, runtime_checkable

from bridge.errors import NothingToDo, TooMany
from bridge.session.document import Slot
from bridge.session.events import Bus, JobChanged
from bridge.session.job import Job, JobKind, Order, Result

MOST_AT_ONCE = 16
_REMEMBERED = 50


@runtime_checkable
class Runner(Protocol):
    """What does the work: it tells ``Jobs`` of what it does by the methods from ``started`` on."""

    def submit(self, order: Order) -> None:
        """Has an order done once those before it are done."""
        ...

    def cancel(self, number: int) -> None:
        """Gives up that order, whether it waits or runs; ``Jobs.cancelled`` tells when that has happened."""
        ...

    def prepare(self, paths: tuple[str, ...]) -> None:
        """Makes use of idle time: these files are likely to be adapted next."""
        ...


class Jobs:
    """Starts jobs, follows them, and hands over what they found."""

    def __init__(self, bus: Bus) -> None:
        self.runner: Runner | None = None
        self.on_result: Callable[[Job, Result], str] = lambda job, result: ""
        """Takes in what a job found, and says in words what that is."""
        self._bus = bus
        self._jobs: dict[int, Job] = {}
        self._last = 0

    @property
    def recent(self) -> tuple[Job, ...]:
        """The jobs that wait or run, and the last ones that ended; oldest first."""
        return tuple(self._jobs.values())

    def start(self, kind: JobKind, source: str, order_for: Callable[[int], Order], slot: Slot = "A") -> Job:
        """Queues the order made for the job's number, asked for while those settings were heard; raises TooMany."""
        if self.runner is None or sum(not job.ended for job in self._jobs.values()) >= MOST_AT_ONCE:
            raise TooMany(f"{MOST_AT_ONCE} jobs are waiting already: wait for one to end, or cancel one.")
        order = order_for(self._last + 1)
        self._last += 1
        job = Job(self._last, kind, source, slot)
        self._put(job)
        self.runner.submit(order)
        return job

    def numbered(self, number: int) -> Job:
        """The job of that number, if it waits, runs or was one of the last to end; raises NothingToDo."""
        job = self._jobs.get(number)
        if job is None:
            raise NothingToDo(f"There is no job {number}: give the number of one that waits, runs or has just ended.")
        return job

    def cancel(self, number: int | None) -> None:
        """Gives up a job, or without a number all that wait or run; raises NothingToDo."""
        found = [job for job in self._jobs.values() if not job.ended and number in (None, job.number)]
        if not found or self.runner is None:
            which = "No job" if number is None else f"No job {number}"
            raise NothingToDo(f"{which} waits or runs: there is nothing to cancel.")
        # The last first, so that none begins in the meantime.
        for job in reversed(found):
            self.runner.cancel(job.number)

    def started(self, number: int) -> None:
        """The worker has begun with it."""
        self._change(number, lambda job: replace(job, state="running"))

    def progressed(self, number: int, part: str, share: float) -> None:
        """The worker is so far with that part of the job."""
        self._change(number, lambda job: replace(job, part=part, share=share))

    def finished(self, number: int, result: Result) -> None:
        """The worker is done."""
        sentence = self.on_result(self._jobs[number], result)
        self._change(number, lambda job: replace(job, state="done", share=1.0, sentence=sentence))

    def failed(self, number: int, code: str, sentence: str) -> None:
        """The worker could not do it."""
        self._change(number, lambda job: replace(job, state="failed", code=code, sentence=sentence))

    def cancelled(self, number: int) -> None:
        """The worker has given it up."""
        sentence = "It was cancelled; nothing was changed."
        self._change(number, lambda job: replace(job, state="cancelled", sentence=sentence))

    def _change(self, number: int, change: Callable[[Job], Job]) -> None:
        self._put(change(self._jobs[number]))

    def _put(self, job: Job) -> None:
        self._jobs[job.number] = job
        ended = [one.number for one in self._jobs.values() if one.ended]
        for number in ended[:-_REMEMBERED]:
            del self._jobs[number]
        self._bus.emit(JobChanged(job))
