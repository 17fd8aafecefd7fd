"""Trains the style model: ``python -m tasks.style_learning FOLDER … --out metamaster/learn/models/style.safetensors``.

Reads the audio files of the folders, draws pairs, fits, and prints the errors on songs that were held back.
"""

import argparse
from pathlib import Path

import numpy as np

from metamaster.compilation import keep_compiled_programs
from metamaster.learn.style_model.file import StyleModelFile, save_style_model
from metamaster.learn.style_model.fitting import Songs, fit
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
    paths = sorted(path for folder in args.folders for path in folder.iterdir() if path.suffix in _KINDS)
    bank, left_out = read_songs(paths)
    for sentence in left_out:
        print(f"left out: {sentence}")  # noqa: T201
    features, prints = songs_told(bank)
    drawn = examples(bank, args.pairs, args.seed)
    fitted = fit(Songs(features, np.asarray(prints, np.float64), bank.song), drawn, args.seed)
    about = f"python -m tasks.style_learning, {args.pairs} pairs, seed {args.seed}"
    save_style_model(args.out, StyleModelFile(fitted, about, bank.names, bank.songs), overwrite=True)
    print(f"{args.out}: learned from {len(bank.names)} files, {args.pairs} pairs")  # noqa: T201


_KINDS = (".flac", ".wav", ".ogg", ".mp3")

if __name__ == "__main__":
    main()
