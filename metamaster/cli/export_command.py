"""``metamaster export``."""

import argparse

from metamaster.audio.atomic import atomic_text
from metamaster.chain.export.recipe import text_recipe
from metamaster.chain.export.script import pedalboard_script
from metamaster.chain.settings_file import load_settings
from metamaster.cli.outputs import check_outputs


def run(args: argparse.Namespace) -> None:
    """Writes the script or the recipe; without either, prints the recipe."""
    file = load_settings(args.settings)
    check_outputs([*filter(None, (args.script, args.recipe))], [args.settings], "export", args.force)
    if args.script:
        atomic_text(args.script, pedalboard_script(file), args.force)
    if args.recipe:
        atomic_text(args.recipe, text_recipe(file), args.force)
    if not (args.script or args.recipe):
        print(text_recipe(file))
