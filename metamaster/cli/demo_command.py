"""``metamaster demo``."""

import argparse
from pathlib import Path

from metamaster.audio.writer import AudioWriter
from metamaster.cli import main
from tasks.songs.demo import demo_mix, demo_reference
from tasks.songs.song import Song


def run(args: argparse.Namespace) -> None:
    """Synthesises both songs, masters one after the other and says where everything is."""
    args.out.mkdir(parents=True, exist_ok=True)
    mix, reference, out = (args.out / name for name in ("mix.wav", "reference.wav", "master.wav"))
    for path, song in ((mix, demo_mix(args.seed)), (reference, demo_reference(args.seed))):
        _write(path, song)
        print(f"synthesised: {path}")
    words = ["master", mix, "--reference", reference, "--out", out, "--report", args.out, "--preview", "--force"]
    raise SystemExit(main([str(word) for word in words]))


def _write(path: Path, song: Song) -> None:
    with AudioWriter(path, song.sample_rate, 2, 24, overwrite=True) as writer:
        writer.write(song.mix)
