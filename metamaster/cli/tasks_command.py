"""``metamaster tasks``."""

import argparse
from pathlib import Path

from metamaster.audio.writer import AudioWriter
from metamaster.cli.folder import folder_for
from metamaster.errors import BadOption
from tasks.songs.catalogue import GENRES, song
from tasks.songs.song import Song, Stereo

LONGEST_S = 600.0


def render(args: argparse.Namespace) -> None:
    """Writes procedural songs as WAV files, and with ``--stems`` a folder of stems beside each."""
    _check(args)
    genres = GENRES if args.genre == "all" else (args.genre,)
    with folder_for(args.out):
        for genre in genres:
            for seed in range(args.seed, args.seed + args.count):
                made = song(genre, seed, args.seconds, args.rate)
                path = _written(args.out / f"{genre}-{seed}.wav", made, args)
                if not args.quiet:
                    print(path)


def _check(args: argparse.Namespace) -> None:
    if args.genre not in (*GENRES, "all"):
        raise BadOption(f"There is no genre {args.genre!r}: choose from all, {', '.join(GENRES)}.")
    if args.seed < 0:
        raise BadOption(f"The seed is {args.seed}: give a whole number from 0.")
    if args.count < 1:
        raise BadOption(f"The count is {args.count}: give a whole number from 1.")
    if not 1.0 <= args.seconds <= LONGEST_S:
        raise BadOption(f"The length is {args.seconds:g} s: give seconds from 1 to {LONGEST_S:g}.")
    if not 8000 <= args.rate <= 192000:
        raise BadOption(f"The sample rate is {args.rate} Hz: give one from 8000 to 192000.")


def _written(path: Path, made: Song, args: argparse.Namespace) -> Path:
    _write(path, made.mix, made.sample_rate, args.force)
    if args.stems:
        stems = path.with_suffix("")
        with folder_for(stems):
            for name, audio in made.stems.items():
                _write(stems / f"{name.replace(' ', '-')}.wav", audio, made.sample_rate, args.force)
    return path


def _write(path: Path, audio: Stereo, sample_rate: int, overwrite: bool) -> None:
    with AudioWriter(path, sample_rate, 2, 24, overwrite=overwrite) as writer:
        writer.write(audio)
