"""Takes stock of the genres that a predictor knows: ``python -m tasks.familiarity TASKS --model MODEL --out FILE``.

Best of songs that it was not taught: how far these lie apart is how far other new ones will.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from metamaster.compilation import keep_compiled_programs
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
    foresight = Foresight(read_model(args.model))
    found = genres_of(foresight, episodes(tasks_config(args.tasks), "seen"), args.episodes)
    counts = {genre: len(references) for genre, references in sorted(found.items())}
    about = {"tasks": str(args.tasks), "episodes": args.episodes, "references": counts}
    save_familiarity(args.out, familiarity_of(found), about, overwrite=True)
    print(f"{args.out}: {len(counts)} genres, {sum(counts.values())} references")  # noqa: T201


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
