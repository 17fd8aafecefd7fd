"""``metamaster adapt`` teaches a genre; ``metamaster genre`` shows, lists and blends those there are."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.cli.ask import steps_of, weighted_reference
from metamaster.cli.outputs import check_outputs
from metamaster.cli.progress import progress_bar
from metamaster.cli.weighted import weighted_file
from metamaster.config import master_config
from metamaster.errors import BadOption, InputMissing, MetamasterError
from metamaster.learn.genre.blend import blended
from metamaster.learn.genre.file import SUFFIX, is_no_genre, load_genre, save_genre
from metamaster.learn.genre.model import Genre
from metamaster.options import MasterOptions
from metamaster.report.sentences import sentences
from metamaster.teach import teach


def adapt(args: argparse.Namespace) -> None:
    """Teaches a genre and writes it."""
    references = [weighted_reference(text) for text in args.reference]
    _check_out(args, [*(path for path, _ in references), *args.mix])
    config = master_config(args.config)
    options = MasterOptions(
        rule=args.rule or config.rule,
        style=args.style or config.style,
        steps=steps_of(args, config),
        study_master=False,
    )
    with progress_bar(args.quiet or args.json) as progress:
        genre = teach(args.name or args.out.stem, references, args.mix, options, progress)
    _keep(args, genre)


def show(args: argparse.Namespace) -> None:
    """Tells what a genre is made of."""
    _tell(args, load_genre(args.file), args.file)


def list_genres(args: argparse.Namespace) -> None:
    """Lists the genres of a folder, a line each, and says which are damaged; other files are passed over."""
    if not args.folder.is_dir():
        raise InputMissing(f"{args.folder} is no folder: name one that holds genres.")
    found = dict(_genres_in(args.folder))
    if args.json:
        print(json.dumps({str(path): _as_json(genre) for path, genre in found.items()}, indent=1))
        return
    if not found:
        print(f"There are no genres in {args.folder}.")
    for path, genre in found.items():
        print(f"{path}: {genre.name} ({_made_of(genre)})")


def blend(args: argparse.Namespace) -> None:
    """Writes a genre between others."""
    parts = [weighted_file(text, "genre") for text in args.genres]
    _check_out(args, [path for path, _ in parts])
    genre = blended(args.name or args.out.stem, [(load_genre(path), weight) for path, weight in parts])
    _keep(args, genre)


def _check_out(args: argparse.Namespace, sources: list[Path]) -> None:
    if args.out.suffix != SUFFIX:
        raise BadOption(f"A genre is kept in a file whose name ends in {SUFFIX}: {args.out} does not.")
    check_outputs([args.out], sources, "genre", args.force)


def _keep(args: argparse.Namespace, genre: Genre) -> None:
    save_genre(args.out, genre, args.force)
    if not args.quiet:
        _tell(args, genre, args.out)


def _genres_in(folder: Path) -> list[tuple[Path, Genre]]:
    genres = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            genres.append((path, load_genre(path)))
        except MetamasterError as error:
            # Models have the same suffix, and are not what was asked for.
            if not is_no_genre(path):
                print(f"Note: {error}", file=sys.stderr)
    return genres


def _tell(args: argparse.Namespace, genre: Genre, path: Path) -> None:
    if args.json:
        print(json.dumps({"file": str(path), **_as_json(genre)}, indent=1))
        return
    print(f"{path}: {genre.name}")
    for one in genre.exemplars:
        print(f"Reference {one.name}, weight {one.weight:g}: {one.loudness_lufs:.1f} LUFS.")
    if genre.house is None:
        print("Taught without mixes: it has no house settings.")
        return
    print(f"Taught on {', '.join(genre.house.mixes)}. Their chains have in common:")
    for sentence in sentences(genre.house.start, None):
        print(f"  {sentence}")


def _made_of(genre: Genre) -> str:
    count, taught = len(genre.exemplars), len(genre.house.mixes) if genre.house else 0
    references = f"{count} reference" + ("s" if count != 1 else "")
    mixes = f"{taught} mix" + ("es" if taught != 1 else "")
    return f"{references}, {mixes}"


def _as_json(genre: Genre) -> dict[str, Any]:
    house = genre.house
    return {
        "name": genre.name,
        "references": [
            {"name": one.name, "weight": one.weight, "loudness_lufs": round(one.loudness_lufs, 3)}
            for one in genre.exemplars
        ],
        "mixes": house.mixes if house else [],
        "house_settings": house
        and {
            entry.name: house.start[entry.name]
            for entry in PARAMETERS
            if house.start[entry.name] != DEFAULTS[entry.name]
        },
    }
