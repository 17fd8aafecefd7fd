"""What is written besides a master: its settings, a report, previews."""

import argparse
import os
from pathlib import Path

from metamaster.audio.files import open_source
from metamaster.chain.settings_file import save_settings
from metamaster.errors import OutputExists
from metamaster.options import MasterOptions
from metamaster.preview import preview_paths, write_previews
from metamaster.result import MasterResult
from metamaster.settings_of import settings_file_of


def extra_paths(args: argparse.Namespace) -> dict[str, Path]:
    """The files to write besides the master, by what they are."""
    paths = {}
    if args.save_settings or (args.out is not None and not args.dry_run):
        paths["settings"] = args.save_settings or _beside(args.out, args.settings)
    if args.report:
        from metamaster.report.page import REPORT_NAME

        paths["report"] = args.report / REPORT_NAME
    if args.preview:
        paths["before"], paths["after"] = preview_paths(args.out)
    return paths


def write_extras(
    args: argparse.Namespace, options: MasterOptions, result: MasterResult, paths: dict[str, Path]
) -> None:
    """Writes them, of a job that is done."""
    if "settings" in paths:
        save_settings(paths["settings"], settings_file_of(result, options), args.force)
    if "report" in paths:
        from metamaster.report.page import write_report

        write_report(result, args.report, args.force)
    if "before" in paths:
        write_previews(open_source(args.mix), open_source(args.out), args.out, args.force)


def _beside(out: Path, used: Path | None) -> Path:
    path = out.with_suffix(".json")
    if used is not None and os.path.realpath(used) == os.path.realpath(path):
        # Nobody named it as an output, so the option is told that does.
        raise OutputExists(f"{path} is what the master is made from: name a file for its own with --save-settings.")
    return path
