"""The addresses of jobs, and what is told of them."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import OVERWRITE, Given, target, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Arguments
from bridge.osc.routes import ROOT, Command, Property
from bridge.session.job import Job

JOB = f"{ROOT}/job"
JOBS = f"{ROOT}/jobs"


def job_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""

    def adapt(endpoint: Endpoint, given: Given) -> None:
        desk.adapt(endpoint.name)

    def render(endpoint: Endpoint, given: Given) -> None:
        path, overwrite = target(given)
        desk.render(path, overwrite, endpoint.name)

    def analyse(endpoint: Endpoint, given: Given) -> None:
        desk.analyse(text(given[0], "path") if given else "", endpoint.name)

    def cancel(endpoint: Endpoint, given: Given) -> None:
        desk.session.jobs.cancel(whole(given[0], "job") if given else None)

    def state(endpoint: Endpoint, given: Given) -> None:
        endpoint.tell(*told_of(desk.session.jobs.numbered(whole(given[0], "job"))))

    def running() -> Arguments:
        return tuple(job.number for job in desk.session.jobs.recent if not job.ended)

    yield Command(
        f"{ROOT}/adapt",
        "nothing",
        "has the chain found that brings the mix into its genre, or to its references",
        adapt,
    )
    yield Command(f"{ROOT}/render", f"a path, {OVERWRITE}", "has a master of the mix written", render, 1, 2)
    about = "has a file measured, for the meters"
    yield Command(f"{ROOT}/analyse", "a path, or nothing for the mix", about, analyse, 0, 1)
    yield Command(f"{ROOT}/cancel", "a job's number, or nothing for all", "gives a job up", cancel, 0, 1)
    about = "answers what was told of it last, for those who ask now and then"
    yield Command(f"{JOB}/state", "a job's number", about, state, 1, 1)
    yield Property(JOBS, "", "the numbers of the jobs that wait or run", running)
    yield Property(
        JOB, "", "listen here for `/metamaster/job/queued`, `…/started`, `…/progress` and `…/ended`", lambda: None
    )


def told_of(job: Job) -> tuple[str, Arguments]:
    """The message that tells where a job stands: its address and arguments."""
    if job.state == "queued":
        return f"{JOB}/queued", (job.number, job.kind)
    if job.ended:
        return f"{JOB}/ended", (job.number, job.kind, job.state, job.code, job.sentence)
    if job.part:
        return f"{JOB}/progress", (job.number, job.kind, job.part, job.share)
    return f"{JOB}/started", (job.number, job.kind)
