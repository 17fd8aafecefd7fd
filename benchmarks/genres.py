"""What a saved genre loses against adapting each song: ``python -m benchmarks.genres``.

On the transfer cases of ``benchmarks.cases``: the reference and the true master of another song carry one style. A
genre is taught with the reference and the mixes of a few further songs, and masters the song without a step and in
five; beside it, the song is adapted to the reference itself.
"""

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import platformdirs

from benchmarks.cases import Case, SharedAudioMissingError, all_cases, case_files
from benchmarks.file_portrait import portrait_of
from benchmarks.methods import REPOSITORY
from metamaster.learn.evaluation.metrics import errors
from metamaster.master import master
from metamaster.options import MasterOptions
from metamaster.report.markdown import markdown
from metamaster.teach import teach

ASPECTS = ("tone", "width", "dynamics", "plr")
ADAPTED, TAUGHT, BARE = "each song adapted, 5 steps", "genre", "genre taught without mixes"
_STEPS = (0, 5)
_QUICKLY = MasterOptions(study_master=False)

Errors = dict[str, dict[str, float]]
"""By way of mastering and aspect, in dB."""


def transfer_cases(audio: Path, count: int | None) -> list[Case]:
    """So many of the transfer cases, spread over all of them."""
    cases = [case for case in all_cases(audio, seed=1) if case.split == "transfer"]
    chosen = np.linspace(0, len(cases) - 1, count or len(cases)).round().astype(int)
    return [cases[index] for index in chosen]


def other_songs(case: Case, cases: Sequence[Case], count: int) -> list[Case]:
    """The next so many cases whose song is neither this case's nor its reference."""
    start = cases.index(case)
    after = [*cases[start + 1 :], *cases[:start]]
    return [other for other in after if other.song != case.reference][:count]


def case_errors(case: Case, others: Sequence[Case], cache: Path) -> Errors:
    """Every way on one case."""
    files = case_files(case, cache)
    if files.truth is None:
        raise ValueError(f"{case.name} has no truth")
    truth = portrait_of(files.truth)
    mixes = [case_files(other, cache).mix for other in others]
    genre, bare = teach("taught", files.reference, mixes), teach("bare", files.reference)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        out = Path(scratch) / "master.wav"
        master(files.mix, files.reference, out, _QUICKLY)
        found = {ADAPTED: errors(portrait_of(out), truth)}
        for (way, given), steps in itertools.product(((TAUGHT, genre), (BARE, bare)), _STEPS):
            master(files.mix, (), out, replace(_QUICKLY, steps=steps, overwrite=True), genre=given)
            found[f"{way}, {steps} steps"] = errors(portrait_of(out), truth)
    return found


def table(found: Sequence[Errors]) -> str:
    """Mean errors by way, and what each loses against adapting."""
    return markdown(["way", *(f"{aspect}, dB" for aspect in ASPECTS), "more than adapted"], list(_rows(found)))


def _rows(found: Sequence[Errors]) -> Iterator[list[str]]:
    means = {way: np.array([np.mean([one[way][a] for one in found]) for a in ASPECTS]) for way in found[0]}
    for way, mean in means.items():
        more = 100.0 * float(np.mean(mean / means[ADAPTED]) - 1.0)
        yield [way, *(f"{value:.2f}" for value in mean), f"{more:+.0f} %"]


def main() -> int:
    """Measure and print; 0 on success."""
    options = _parser().parse_args()
    cache: Path = options.work.resolve() / "cases"
    cache.mkdir(parents=True, exist_ok=True)
    try:
        every = transfer_cases(options.audio.resolve(), None)
        cases = transfer_cases(options.audio.resolve(), options.cases)
    except SharedAudioMissingError as error:
        print(error, file=sys.stderr)
        return 2
    found, started = [], time.perf_counter()
    for done, case in enumerate(cases, 1):
        found.append(case_errors(case, other_songs(case, every, options.mixes), cache))
        print(f"case {done} of {len(cases)}, {time.perf_counter() - started:.0f} s: {case.name}", file=sys.stderr)
    print(table(found))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.genres", description=__doc__)
    say = parser.add_argument
    say("--cases", type=int, metavar="N", help="only so many of the cases")
    say("--mixes", type=int, default=2, metavar="N", help="songs that each genre is taught with (default: 2)")
    shared = REPOSITORY.parent / "shared" / "audio"
    say("--audio", type=Path, default=shared, help="test music (default: shared/audio beside the checkout)")
    cache = platformdirs.user_cache_path("metamaster") / "benchmarks"
    say("--work", type=Path, default=cache, help="folder for made cases (default: the user's cache)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
