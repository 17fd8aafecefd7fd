"""A worker may fail, hang or die: its job ends with a sentence, and the next one is done."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bridge.children import child
from bridge.session import events
from bridge.session.job import AnalyseOrder, Job, Order, RenderOrder
from bridge.session.session import Session
from bridge.worker import supervisor
from bridge.worker.supervisor import Supervisor


class Watched:
    """A session whose jobs a supervised worker does."""

    def __init__(self, module: str) -> None:
        self.session = Session()
        self.supervisor = Supervisor(self.session.jobs, module)
        self.told: list[Job] = []
        self._changed = asyncio.Event()
        self.session.bus.subscribe(self._hear)

    def _hear(self, event: events.Event) -> None:
        if isinstance(event, events.JobChanged):
            self.told.append(event.job)
            self._changed.set()

    def analyse(self, name: str) -> int:
        def order(number: int) -> Order:
            return AnalyseOrder(number, name)

        return self.session.jobs.start("analyse", "me", order).number

    def render(self, out: Path) -> int:
        def order(number: int) -> Order:
            return RenderOrder(number, "mix.wav", str(out), {}, -14.0, -1.0, 24, False, False)

        return self.session.jobs.start("render", "me", order).number

    async def until(self, number: int, *states: str) -> Job:
        async with asyncio.timeout(30.0):
            while True:
                found = [job for job in self.told if job.number == number and job.state in states]
                if found:
                    return found[-1]
                self._changed.clear()
                await self._changed.wait()

    async def ended(self, number: int) -> Job:
        return await self.until(number, "done", "failed", "cancelled")


def watched(use: Callable[[Watched], Awaitable[None]], module: str = "tests.bridge.worker.obedient") -> None:
    async def run() -> None:
        one = Watched(module)
        await one.supervisor.start()
        try:
            await use(one)
        finally:
            await one.supervisor.stop()

    asyncio.run(run())


def test_jobs_are_done_one_after_another():
    async def use(one: Watched) -> None:
        numbers = [one.analyse("song") for _ in range(3)]
        for number in numbers:
            assert (await one.ended(number)).state == "done"
        states = [(job.number, job.state) for job in one.told if job.state != "queued"]
        assert states == [(number, state) for number in numbers for state in ("running", "done")]

    watched(use)


def test_a_job_that_fails_says_why():
    async def use(one: Watched) -> None:
        job = await one.ended(one.analyse("fails"))
        assert (job.state, job.code, job.sentence) == ("failed", "input_missing", "There is no such file.")

    watched(use)


def test_a_worker_that_dies_takes_its_job_with_it_and_no_other(tmp_path: Path):
    async def use(one: Watched) -> None:
        lost, next_one = one.render(tmp_path / "dies"), one.analyse("song")
        job = await one.ended(lost)
        assert (job.state, job.code) == ("failed", "worker_lost") and "SIGKILL" in job.sentence
        assert (await one.ended(next_one)).state == "done"

    watched(use)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_killed_while_idle_is_replaced():
    async def use(one: Watched) -> None:
        await one.supervisor.ready.wait()
        assert one.supervisor.process_id is not None
        os.kill(one.supervisor.process_id, signal.SIGKILL)
        assert (await one.ended(one.analyse("song"))).state in ("done", "failed")
        assert (await one.ended(one.analyse("song"))).state == "done"

    watched(use)


def test_a_job_that_waits_can_be_cancelled():
    async def use(one: Watched) -> None:
        running, waiting = one.analyse("waits"), one.analyse("song")
        await one.until(running, "running")
        one.session.jobs.cancel(waiting)
        assert (await one.ended(waiting)).state == "cancelled"
        one.session.jobs.cancel(None)
        assert (await one.ended(running)).state == "cancelled"

    watched(use)


def test_a_job_that_does_not_heed_is_ended_with_its_worker(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "_GRACE_S", 0.1)

    async def use(one: Watched) -> None:
        number = one.analyse("hangs")
        await one.until(number, "running")
        one.session.jobs.cancel(number)
        assert (await one.ended(number)).state == "cancelled"
        assert (await one.ended(one.analyse("song"))).state == "done"

    watched(use)


def test_a_worker_that_never_starts_keeps_no_job_waiting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(child, "_PAUSES_S", (0.0, 0.0))

    async def use(one: Watched) -> None:
        job = await one.ended(one.analyse("song"))
        assert (job.state, job.code) == ("failed", "worker_lost") and "does not start" in job.sentence

    watched(use, "tests.bridge.worker.no_such_module")


def test_stopping_leaves_no_process():
    processes = []

    async def use(one: Watched) -> None:
        await one.supervisor.ready.wait()
        processes.append(one.supervisor.process_id)

    watched(use)
    with pytest.raises(ProcessLookupError):
        os.kill(processes[0], 0)


def test_a_report_that_cannot_be_read_ends_its_job_and_no_other():
    async def use(one: Watched) -> None:
        lost, next_one = one.analyse("mumbles"), one.analyse("song")
        job = await one.ended(lost)
        assert (job.state, job.code) == ("failed", "worker_lost")
        assert (await one.ended(next_one)).state == "done"

    watched(use)


def test_stopping_ends_all_jobs_and_leaves_no_half_written_file(tmp_path: Path):
    told: list[Job] = []

    async def use(one: Watched) -> None:
        writing = one.render(tmp_path / "writes")
        one.analyse("song")
        await one.until(writing, "running")
        while not list(tmp_path.iterdir()):
            await asyncio.sleep(0.01)
        one.session.bus.subscribe(
            lambda event: told.append(event.job) if isinstance(event, events.JobChanged) else None
        )

    watched(use)
    assert list(tmp_path.iterdir()) == []
    assert {job.number: job.state for job in told} == {1: "cancelled", 2: "cancelled"}
