"""``metamaster master``."""

import argparse
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec

from metamaster.audio.atomic import check_target
from metamaster.audio.files import open_source
from metamaster.chain.settings_file import SettingsFile, load_settings, save_settings
from metamaster.cli.ask import master_options, weighted_reference
from metamaster.cli.folder import folder_for
from metamaster.cli.progress import progress_bar
from metamaster.errors import BadOption
from metamaster.learn.genre.file import load_genre
from metamaster.learn.genre.model import Genre
from metamaster.master import master
from metamaster.options import MasterOptions
from metamaster.preview import preview_paths, write_previews
from metamaster.result import MasterResult
from metamaster.settings_of import settings_file_of


def run(args: argparse.Namespace) -> None:
    """Masters one mix, writes what was asked for and says what was done."""
    _check(args)
    file = load_settings(args.settings) if args.settings else None
    genre = load_genre(args.genre) if args.genre else None
    options = master_options(args, file.delivery if file else None)
    with folder_for(args.report) if args.report else nullcontext():
        _run(args, options, file, genre)


def _run(args: argparse.Namespace, options: MasterOptions, file: SettingsFile | None, genre: Genre | None) -> None:
    extras = _extras(args)
    for path in filter(None, (None if args.dry_run else args.out, *extras.values())):
        check_target(path, args.force)
    with progress_bar(args.quiet or args.json) as progress:
        result = master(
            args.mix,
            [weighted_reference(text) for text in args.reference],
            None if args.dry_run else args.out,
            options,
            file,
            progress,
            genre,
        )
    _write_extras(args, options, result, extras)
    if args.json:
        print(json.dumps(_as_json(result, extras), indent=1))
    elif not args.quiet:
        _tell(result, extras)


def _check(args: argparse.Namespace) -> None:
    if args.out is None and not args.dry_run:
        raise BadOption("Where should the master go? Name a file with --out, or add --dry-run to write none.")
    given = [option for option in ("--reference", "--genre", "--settings") if getattr(args, option.removeprefix("--"))]
    if not given:
        raise BadOption("What should it sound like? Name a --reference, a --genre, or a chain with --settings.")
    if len(given) > 1:
        raise BadOption(f"{' and '.join(given)} each say what it should sound like: leave all but one of them out.")
    if args.preview and args.dry_run:
        raise BadOption("A dry run has no master to preview: leave out --preview or --dry-run.")


def _extras(args: argparse.Namespace) -> dict[str, Path]:
    """The files to write besides the master, by what they are."""
    paths = {}
    if args.save_settings or (args.out is not None and not args.dry_run):
        paths["settings"] = args.save_settings or args.out.with_suffix(".json")
    if args.report:
        from metamaster.report.page import REPORT_NAME

        paths["report"] = args.report / REPORT_NAME
    if args.preview:
        paths["before"], paths["after"] = preview_paths(args.out)
    return paths


def _write_extras(
    args: argparse.Namespace, options: MasterOptions, result: MasterResult, paths: dict[str, Path]
) -> None:
    if "settings" in paths:
        save_settings(paths["settings"], settings_file_of(result, options), args.force)
    if "report" in paths:
        from metamaster.report.page import write_report

        write_report(result, args.report, args.force)
    if "before" in paths:
        write_previews(open_source(args.mix), open_source(args.out), args.out, args.force)


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
