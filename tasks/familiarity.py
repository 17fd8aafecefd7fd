"""Takes stock of the genres that a predictor was taught: ``python -m tasks.familiarity TASKS --out FILE``."""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from metamaster.audio.atomic import check_target
from metamaster.compilation import keep_compiled_programs
from metamaster.errors import MetamasterError
from metamaster.learn.episode import Episodes
from metamaster.learn.familiarity import familiarity_of, save_familiarity
from metamaster.learn.inputs import pair_of
from metamaster.learn.material import Preparation, prepared
from tasks.episodes.open import episodes, tasks_config

Genres = dict[str, list[np.ndarray]]
_HOW = Preparation("frames", "nothing", support=False)
_BY_CHAIN = "chain"


def main() -> None:
    """Makes episodes, and writes where the pairs of reference and mix of each genre lie."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--episodes", type=int, default=5120)
    args = parser.parse_args()
    keep_compiled_programs()
    try:
        counts = _taken(args.tasks, args.out, args.episodes)
    except MetamasterError as error:
        parser.exit(1, f"{error}\n")
    print(f"{args.out}: {len(counts)} genres, {sum(counts.values())} pairs")  # noqa: T201


def _taken(tasks: Path, out: Path, count: int) -> dict[str, int]:
    """Writes the file; gives how many pairs there were of each genre."""
    check_target(out, overwrite=True)
    found = genres_of(episodes(tasks_config(tasks), "seen"), count)
    counts = {genre: len(pairs) for genre, pairs in sorted(found.items())}
    about = {"tasks": str(tasks), "episodes": count, "pairs": counts}
    save_familiarity(out, familiarity_of(found), about, overwrite=True)
    return counts


def genres_of(made: Episodes, count: int) -> Genres:
    """Pairs by genre: those that engineers of a genre mastered with the chain."""
    genres: Genres = defaultdict(list)
    for number in range(count):
        episode, about = made[number]
        if about.engineer == _BY_CHAIN:
            material = prepared(episode, _HOW)
            genres[about.genre] += [pair_of(material.reference, mix) for mix in material.query.mix.inputs]
    return dict(genres)


if __name__ == "__main__":
    main()
