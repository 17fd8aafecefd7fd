"""``python -m benchmarks.run``: every method side by side on real music, written to docs/."""

import argparse
import os
import sys
from pathlib import Path

import platformdirs

from benchmarks import methods, other_software
from benchmarks.asked import asked
from benchmarks.cases import Case, SharedAudioMissingError, all_cases
from benchmarks.page import write_page
from benchmarks.process import process_usage
from benchmarks.quality import quality

_QUICK_STRIDE = 4
_SPLITS = ("restore", "transfer", "real")
_PROCESS = "process"


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; 0 on success."""
    options = _parser().parse_args(arguments)
    names = tuple(options.methods.split(","))
    parts = tuple(options.parts.split(","))
    work: Path = options.work.resolve()
    try:
        other_software.check_installed()
        methods.check_installed(names)
        cases = _chosen(all_cases(options.audio.resolve(), options.seed), parts, options.cases, options.quick)
        work.mkdir(parents=True, exist_ok=True)
        rows = quality(cases, names, work / "cases", options.jobs) if cases else []
        rounds = 1 if options.quick else options.rounds
        wants_process = _PROCESS in parts
        usages = process_usage(options.audio.resolve(), work, names, rounds, not options.quick) if wants_process else []
    except (
        other_software.SoftwareMissingError,
        methods.MethodMissingError,
        SharedAudioMissingError,
    ) as error:
        print(error, file=sys.stderr)
        return 2
    write_page(options.out, rows, usages, asked("benchmarks.run", arguments))
    print(options.out / "benchmarks.md")
    return 0


def _chosen(cases: list[Case], parts: tuple[str, ...], named: str, quick: bool) -> list[Case]:
    chosen = [case for case in cases if case.split in parts and named in f"{case.split} {case.name}"]
    return chosen[::_QUICK_STRIDE] if quick else chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    say = parser.add_argument
    say("--methods", default=",".join(methods.NAMES), help="comma-separated (default: %(default)s)")
    say("--parts", default=",".join((*_SPLITS, _PROCESS)), help="comma-separated (default: %(default)s)")
    say("--cases", default="", help="only cases whose split and name contain this")
    say("--quick", action="store_true", help="every fourth case, one round of time and memory, no hour")
    say("--seed", type=int, default=1, help="of the treatments and pairs (default: %(default)s)")
    say("--rounds", type=int, default=3, help="turns of the time and memory runs (default: %(default)s)")
    say("--jobs", type=int, default=os.cpu_count(), help="cases side by side (default: %(default)s)")
    shared = methods.REPOSITORY.parent / "shared" / "audio"
    say(
        "--audio",
        type=Path,
        default=shared,
        help="folder of test music (default: shared/audio beside the checkout)",
    )
    cache = platformdirs.user_cache_path("metamaster") / "benchmarks"
    say("--work", type=Path, default=cache, help="folder for made cases (default: the user's cache)")
    say("--out", type=Path, default=methods.REPOSITORY / "docs", help="folder for the page (default: docs/)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
