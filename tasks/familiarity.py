"""Takes stock of the genres that a predictor knows: ``python -m tasks.familiarity TASKS --model MODEL --out FILE``.

Best of songs that it was not taught: how far these lie apart is how far other new ones will.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from metamaster.compilation import keep_compiled_programs
from metamaster.errors import MetamasterError
from metamaster.learn.episode import Episodes
from metamaster.learn.familiarity import familiarity_of, save_familiarity
from metamaster.learn.foresight import Foresight
from metamaster.learn.material import Preparation, prepared
from metamaster.learn.model_file import read_model
from tasks.episodes.open import episodes, tasks_config

Genres = dict[str, list[np.ndarray]]
_HOW = Preparation("frames", "nothing", support=False)
_BY_CHAIN = "chain"


def main() -> None:
    """Makes episodes, asks the predictor for the genre of each reference, writes where genres lie."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--episodes", type=int, default=2048)
    args = parser.parse_args()
    keep_compiled_programs()
    try:
        counts = _taken(args.tasks, args.model, args.out, args.episodes)
    except MetamasterError as error:
        parser.exit(1, f"{error}\n")
    print(f"{args.out}: {len(counts)} genres, {sum(counts.values())} references")  # noqa: T201


def _taken(tasks: Path, model: Path, out: Path, count: int) -> dict[str, int]:
    """Writes the file; gives how many references there were of each genre."""
    foresight = Foresight(read_model(model))
    found = genres_of(foresight, episodes(tasks_config(tasks), "seen"), count)
    counts = {genre: len(references) for genre, references in sorted(found.items())}
    about = {"tasks": str(tasks), "episodes": count, "references": counts}
    save_familiarity(out, familiarity_of(found), about, overwrite=True)
    return counts


def genres_of(foresight: Foresight, made: Episodes, count: int) -> Genres:
    """What the predictor makes of references, by genre: of those that engineers of a genre mastered with the chain."""
    genres: Genres = defaultdict(list)
    for number in range(count):
        episode, about = made[number]
        if about.engineer == _BY_CHAIN:
            genres[about.genre].append(foresight.genre(prepared(episode, _HOW).reference))
    return dict(genres)


if __name__ == "__main__":
    main()
