"""The addresses of jobs, and what is told of them."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import Given, count, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Arguments
from bridge.osc.routes import ROOT, Command, Property
from bridge.session.job import Job

JOB = f"{ROOT}/job"
JOBS = f"{ROOT}/jobs"


def job_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""

    def adapt(endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 0, "nothing")
        desk.adapt(endpoint.name)

    def render(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 2, "a path, and 1 to overwrite what is there")
        overwrite = len(given) > 1 and bool(whole(given[1], "overwriting"))
        desk.render(text(given[0], "path"), overwrite, endpoint.name)

    def analyse(endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "a path, or nothing for the mix")
        desk.analyse(text(given[0], "path") if given else "", endpoint.name)

    def cancel(endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "a job's number, or nothing for all")
        desk.session.jobs.cancel(whole(given[0], "job") if given else None)

    def state(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "a job's number")
        endpoint.tell(*told_of(desk.session.jobs.numbered(whole(given[0], "job"))))

    def running() -> Arguments:
        return tuple(job.number for job in desk.session.jobs.recent if not job.ended)

    yield Command(
        f"{ROOT}/adapt",
        "nothing",
        "has the chain found that brings the mix into its genre, or to its references",
        adapt,
    )
    yield Command(
        f"{ROOT}/render", "a path, and 1 to overwrite what is there", "has a master of the mix written", render
    )
    yield Command(f"{ROOT}/analyse", "a path, or nothing for the mix", "has a file measured, for the meters", analyse)
    yield Command(f"{ROOT}/cancel", "a job's number, or nothing for all", "gives a job up", cancel)
    yield Command(
        f"{JOB}/state", "a job's number", "answers what was told of it last, for those who ask now and then", state
    )
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
