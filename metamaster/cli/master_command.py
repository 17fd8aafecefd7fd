"""``metamaster master``."""

import argparse
import json
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec

from metamaster.audio.writer import check_output
from metamaster.chain.settings_file import SettingsFile, load_settings
from metamaster.cli.ask import adaptation_options, master_options, weighted_reference
from metamaster.cli.extras import extra_paths, write_extras
from metamaster.cli.folder import folder_for
from metamaster.cli.outputs import check_outputs
from metamaster.cli.progress import progress_bar
from metamaster.errors import BadOption, OutputUnwritable
from metamaster.learn.genre.file import load_genre
from metamaster.learn.genre.model import Genre
from metamaster.master import master
from metamaster.options import MasterOptions
from metamaster.result import MasterResult


def run(args: argparse.Namespace) -> None:
    """Masters one mix, writes what was asked for and says what was done."""
    _check(args)
    file = load_settings(args.settings) if args.settings else None
    genre = load_genre(args.genre) if args.genre else None
    options = master_options(args, file.delivery if file else None)
    with folder_for(args.report) if args.report else nullcontext():
        _run(args, options, file, genre)


def _run(args: argparse.Namespace, options: MasterOptions, file: SettingsFile | None, genre: Genre | None) -> None:
    extras = extra_paths(args)
    references = [weighted_reference(text) for text in args.reference]
    out = None if args.dry_run else args.out
    if out is not None:
        check_output(out, options.bits)
    sources = (args.mix, *(path for path, _ in references), args.genre, args.settings, args.config)
    check_outputs([*filter(None, (out, *extras.values()))], filter(None, sources), "master", args.force)
    with progress_bar(args.quiet or args.json) as progress:
        result = master(
            args.mix,
            references,
            out,
            options,
            file,
            progress,
            genre,
        )
    write_extras(args, options, result, extras)
    if args.json:
        print(json.dumps(_as_json(result, extras), indent=1))
    elif not args.quiet:
        _tell(result, extras)


def _check(args: argparse.Namespace) -> None:
    if args.out is None and not args.dry_run:
        raise BadOption("Where should the master go? Name a file with --out, or add --dry-run to write none.")
    # Not Path.is_dir(), which raises for a name that is too long.
    if args.out is not None and os.path.isdir(args.out):  # noqa: PTH112
        raise OutputUnwritable(f"{args.out} is a folder: name a file in it.")
    given = [option for option in ("--reference", "--genre", "--settings") if getattr(args, option.removeprefix("--"))]
    if not given:
        raise BadOption("What should it sound like? Name a --reference, a --genre, or a chain with --settings.")
    if len(given) > 1:
        raise BadOption(f"{' and '.join(given)} each say what it should sound like: leave all but one of them out.")
    adapting = adaptation_options(args) if args.settings else []
    if adapting:
        raise BadOption(f"{adapting[0]} is about finding a chain, and --settings names one: leave one of them out.")
    if args.preview and args.dry_run:
        raise BadOption("A dry run has no master to preview: leave out --preview or --dry-run.")


def _tell(result: MasterResult, extras: dict[str, Path]) -> None:
    for sentence in result.warnings:
        print(f"Note: {sentence}")
    for sentence in result.sentences:
        print(sentence)
    if result.delivered:
        done = result.delivered
        print(f"{result.out}: {done.loudness_lufs:.1f} LUFS, true peak {done.true_peak_db:.2f} dBTP.")
    for what, path in extras.items():
        print(f"{what}: {path}")


def _known_genre(result: MasterResult) -> float | None:
    if result.target is None or result.target.known_genre is None:
        return None
    return round(result.target.known_genre, 3)


def _as_json(result: MasterResult, extras: dict[str, Path]) -> dict[str, Any]:
    done = result.delivered
    return {
        "out": str(result.out) if result.out else None,
        "delivered": done
        and {
            "loudness_lufs": round(done.loudness_lufs, 3),
            "true_peak_db": round(done.true_peak_db, 3),
            "target_lufs": round(done.target_lufs, 3),
            "ceiling_db": done.ceiling_db,
            "renders": done.renders,
        },
        "genre": result.genre
        and {
            "name": result.genre.name,
            "references": [{"name": name, "weight": weight} for name, weight in result.genre.references],
        },
        "same_song": result.target and round(result.target.same_song, 3),
        "known_genre": _known_genre(result),
        "sentences": result.sentences,
        "warnings": result.warnings,
        "settings": result.settings.as_dict(),
        "uncertainty": result.uncertainty and msgspec.to_builtins(result.uncertainty),
        "mix": result.mix.analysis.to_dict(),
        "references": [{"weight": one.weight, **one.analysis.to_dict()} for one in result.references],
        "master": result.master and result.master.analysis.to_dict(),
        "files": {what: str(path) for what, path in extras.items()},
        "seconds": {part: round(seconds, 3) for part, seconds in result.seconds.items()},
    }
