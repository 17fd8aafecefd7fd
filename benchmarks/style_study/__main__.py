"""Makes docs/style-study.md and its figure: ``python -m benchmarks.style_study``."""

import argparse
from functools import partial
from pathlib import Path

import platformdirs

from benchmarks.asked import asked
from benchmarks.methods import REPOSITORY
from benchmarks.style_study.judged import Way, errors_of, nothing, read_cases
from benchmarks.style_study.learners import learned_from, linear_learner, procedural_bank, together
from benchmarks.style_study.page import Made, write_page
from metamaster.compilation import keep_compiled_programs
from metamaster.learn.style_model.difference import STYLES, judged_by_both, shipped_judge
from tasks.style_learning.bank import read_songs

_SUBSETS = (8, 16, 32, 48)


def main() -> None:
    """Reads songs and cases, learns, judges, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    audio = REPOSITORY.parent / "shared" / "audio"
    parser.add_argument("--audio", type=Path, default=audio, help="folder of music (default: shared/audio)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[2], help="of the treatments (default: 2)")
    parser.add_argument("--pairs", type=int, default=1024, help="to learn from (default: 1024)")
    work = platformdirs.user_cache_path("metamaster") / "benchmarks"
    parser.add_argument("--work", type=Path, default=work, help="folder for made cases (default: the user's cache)")
    args = parser.parse_args()
    keep_compiled_programs()
    cases = read_cases(args.audio, args.work, args.seeds)
    bank, _ = read_songs(
        path
        for folder in ("more", "mixes")
        for path in sorted((args.audio / folder).iterdir())
        if path.suffix in (".flac", ".ogg", ".mp3")
    )
    made = procedural_bank(4)
    ways: dict[str, Way] = {
        "nothing": nothing,
        "naive: the whole difference": STYLES["naive"],
        "linear learner": linear_learner(bank, args.pairs, 0),
        "stated covariances": STYLES["stated"],
        "learned, real and procedural": learned_from(together(bank, made), args.pairs, None, 0),
        "learned": learned_from(bank, args.pairs, None, 0),
        "learned and stated": partial(judged_by_both, shipped_judge()),
        "shipped: those, and moments in common": STYLES["learned"],
    }
    rows = {name: errors_of(way, cases) for name, way in ways.items()}
    curve: dict[int, dict] = {}
    for songs in _SUBSETS:
        curve[songs] = errors_of(learned_from(bank, args.pairs, songs, 1), cases)
    curve[len(set(bank.song.tolist()))] = rows["learned"]
    procedural = len(set(made.song.tolist()))
    told = Made(len(cases), args.seeds, args.pairs, procedural, asked("benchmarks.style_study"))
    write_page(REPOSITORY / "docs", rows, curve, told)


if __name__ == "__main__":
    main()
