"""``metamaster export``."""

import argparse

from metamaster.audio.atomic import atomic_text, check_target
from metamaster.chain.export.recipe import text_recipe
from metamaster.chain.export.script import pedalboard_script
from metamaster.chain.settings_file import load_settings


def run(args: argparse.Namespace) -> None:
    """Writes the script or the recipe; without either, prints the recipe."""
    file = load_settings(args.settings)
    for path in filter(None, (args.script, args.recipe)):
        check_target(path, args.force)
    if args.script:
        atomic_text(args.script, pedalboard_script(file), args.force)
    if args.recipe:
        atomic_text(args.recipe, text_recipe(file), args.force)
    if not (args.script or args.recipe):
        print(text_recipe(file))
