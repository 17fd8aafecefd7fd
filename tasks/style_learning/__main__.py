"""Trains the style model: ``python -m tasks.style_learning FOLDER … --out metamaster/learn/models/style.safetensors``.

Reads the audio files of the folders, draws pairs, fits, and prints the errors on songs that were held back.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from metamaster.audio.atomic import check_target
from metamaster.compilation import keep_compiled_programs
from metamaster.errors import MetamasterError, NoMusic
from metamaster.learn.style_model.file import StyleModelFile, save_style_model
from metamaster.learn.style_model.fitting import Songs, fit
from tasks.folder import audio_files
from tasks.style_learning.bank import read_songs
from tasks.style_learning.pairs import examples, songs_told


def main() -> None:
    """Reads, draws, fits, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=8192)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    keep_compiled_programs()
    try:
        _learn(args)
    except MetamasterError as error:
        parser.exit(1, f"{error}\n")


def _learn(args: argparse.Namespace) -> None:
    check_target(args.out, overwrite=True)
    bank, left_out = read_songs(songs_in(args.folders))
    for sentence in left_out:
        print(f"left out: {sentence}")  # noqa: T201
    features, prints = songs_told(bank)
    drawn = examples(bank, args.pairs, args.seed)
    fitted = fit(Songs(features, np.asarray(prints, np.float64), bank.song), drawn, args.seed)
    about = f"python -m tasks.style_learning, {args.pairs} pairs, seed {args.seed}"
    save_style_model(args.out, StyleModelFile(fitted, about, bank.names, bank.songs), overwrite=True)
    print(f"{args.out}: learned from {len(bank.names)} files, {args.pairs} pairs")  # noqa: T201


def songs_in(folders: Sequence[Path]) -> list[Path]:
    """The audio files right in those folders, in order; raises NoMusic where there is no such folder."""
    for folder in folders:
        if not folder.is_dir():
            raise NoMusic(f"{folder} is no folder: name one that holds audio files.")
    return sorted(path for folder in folders for path in audio_files(folder))


if __name__ == "__main__":
    main()
