"""``metamaster demo``."""

import argparse
from pathlib import Path

from metamaster.audio.atomic import check_target
from metamaster.audio.writer import AudioWriter
from metamaster.cli import main
from metamaster.cli.folder import folder_for
from metamaster.errors import BadOption
from metamaster.preview import preview_paths
from metamaster.report.page import REPORT_NAME
from tasks.songs.demo import demo_mix, demo_reference
from tasks.songs.song import Song


def run(args: argparse.Namespace) -> None:
    """Synthesises both songs, masters one after the other and says where everything is."""
    if args.seed < 0:
        raise BadOption(f"The seed is {args.seed}: give a whole number from 0.")
    mix, reference, out = (args.out / name for name in ("mix.wav", "reference.wav", "master.wav"))
    with folder_for(args.out):
        # All of them before the first is written, so that a folder in use is left as it was.
        for path in (mix, reference, out, out.with_suffix(".json"), *preview_paths(out), args.out / REPORT_NAME):
            check_target(path, args.force)
        for path, song in ((mix, demo_mix(args.seed)), (reference, demo_reference(args.seed))):
            _write(path, song, args.force)
            print(f"synthesised: {path}")
    words = ["master", mix, "--reference", reference, "--out", out, "--report", args.out, "--preview"]
    raise SystemExit(main([str(word) for word in (*words, *(["--force"] if args.force else []))]))


def _write(path: Path, song: Song, overwrite: bool) -> None:
    with AudioWriter(path, song.sample_rate, 2, 24, overwrite) as writer:
        writer.write(song.mix)
