"""An evaluation from start to finish: every family on every trial, rows written as they come."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from metamaster.chain.settings import Settings
from metamaster.errors import MetamasterError
from metamaster.learn.evaluation.controls import Deviation, Measure, measure_of
from metamaster.learn.evaluation.family import Attempt, AttemptFailed, Family
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.journal import DOES_NOT_APPLY, Journal, Row
from metamaster.learn.evaluation.judging import Verdict, judged, portrait_at_rate
from metamaster.learn.evaluation.trial import Booked, Trial

Told = Callable[[float, str], None]
"""Hears what share is done, and what comes next."""


def evaluate(
    trials: Sequence[Booked],
    families: Sequence[Family],
    journal: Journal,
    judges: Executor,
    told: Told = lambda *_: None,
    deviation: Deviation | None = None,
) -> None:
    """Adds every row that the journal does not hold yet; adapting is timed alone, judging is done by ``judges``.

    Without how far engineers' settings differ no error of the controls is told.
    """
    warm: set[str] = set()
    for index, booked in enumerate(trials):
        there = journal.done()
        missing = [family for family in families if (booked.key, family.name, family.mark) not in there]
        if not missing:
            continue
        told(index / len(trials), f"{booked.key.name}: making the trial")
        heard = Heard(booked.make())
        heard.listen()
        attempts = []
        for family in missing:
            told(index / len(trials), f"{booked.key.name}: {family.name}")
            if family.key not in warm:
                # What is compiled or loaded on the way must not count.
                _attempted(family, heard)
                warm.add(family.key)
            attempts.append(_attempted(family, heard))
        told(index / len(trials), f"{booked.key.name}: judging")
        for rows in _judged(heard, missing, attempts, judges, measure_of(heard, deviation)):
            journal.add(rows)
    told(1.0, "done")


@contextmanager
def judges(processes: int) -> Iterator[Executor]:
    """Processes that render and measure; they know nothing of this one's threads."""
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        yield pool
    finally:
        # What still waits would hold up a Ctrl-C.
        pool.shutdown(cancel_futures=True)


def _attempted(family: Family, heard: Heard) -> tuple[Sequence[Attempt], str]:
    try:
        return family.attempt(heard), ""
    except (MetamasterError, AttemptFailed) as error:
        return [], str(error)


def _judged(
    heard: Heard,
    families: Sequence[Family],
    attempts: Sequence[tuple[Sequence[Attempt], str]],
    judges: Executor,
    measure: Measure,
) -> Iterator[list[Row]]:
    """The rows of each family; a chain that several came to is judged once."""
    truth = portrait_at_rate(heard.trial.truth)
    asked: dict[tuple[Settings, float] | int, Future[Verdict]] = {}
    waiting = []
    for made, _ in attempts:
        for one in made:
            target_lufs = heard.target_lufs if one.target_lufs is None else one.target_lufs
            key = (one.result, target_lufs) if isinstance(one.result, Settings) else id(one.result)
            if key not in asked:
                asked[key] = judges.submit(judged, heard.trial.mix, one.result, target_lufs, truth)
            waiting.append(asked[key])
    verdicts = iter(waiting)
    for family, (made, failure) in zip(families, attempts, strict=True):
        if failure or not made:
            # Noted all the same, so that an evaluation that goes on does not try again.
            nothing = Verdict({}, None, failure or DOES_NOT_APPLY)
            yield [_row(heard.trial, family, Attempt(0, 0.0, heard.trial.mix), nothing, measure)]
        else:
            yield [_row(heard.trial, family, one, next(verdicts).result(), measure) for one in made]


def _row(trial: Trial, family: Family, attempt: Attempt, verdict: Verdict, measure: Measure) -> Row:
    about = trial.about
    return Row(
        key=trial.key,
        genre=about.genre,
        engineer=about.engineer,
        same_song=about.songs[0] == about.songs[-1],
        row=family.name,
        mark=family.mark,
        steps=attempt.steps,
        seconds=attempt.seconds,
        failure=verdict.failure,
        errors=dict(verdict.errors),
        controls=measure(verdict.settings),
    )
