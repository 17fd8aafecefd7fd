"""A found chain in words and numbers, for an engineer to dial into any equaliser, compressor and limiter."""

from metamaster.chain.export.recipe_stages import STAGE_LINES
from metamaster.chain.export.wording import decibels
from metamaster.chain.settings_file import SettingsFile

_MID_SIDE = (
    "Mid is (L + R) / 2 and side is (L - R) / 2. Set each as said, then decode: L = mid + side, R = mid - side.",
    "EQ and dynamics work on mid and side by themselves, not on left and right.",
)


def text_recipe(file: SettingsFile) -> str:
    """Plain text, stage by stage in the order of the sound, with units; controls that do nothing are left out."""
    stages = [
        f"{number}. {lines[0]}\n" + "\n".join(f"   {line}" for line in lines[1:]) + "\n"
        for number, lines in enumerate((stage(file.settings) for stage in STAGE_LINES), start=1)
    ]
    return "\n".join([_heading(file), "\n".join(_MID_SIDE) + "\n", *stages, _delivery(file)])


def _heading(file: SettingsFile) -> str:
    references = "".join(
        f"\nReference: {_one_line(entry.name)} (weight {entry.weight:g})" for entry in file.about.references
    )
    title = f"Mastering recipe by {_one_line(file.about.created_by)}"
    return f"{title}\n{'=' * len(title)}\nMix: {_one_line(file.about.mix)}{references}\n"


def _delivery(file: SettingsFile) -> str:
    loudness = file.delivery.loudness_lufs
    wanted = "as loud as the mix" if loudness is None else f"{loudness:.1f} LUFS integrated"
    ceiling = decibels(file.delivery.true_peak_db, "dBTP")
    return (
        f"Deliver: {wanted}, true peak at most {ceiling}. "
        "Correct the level into the limiter until the loudness is met.\n"
    )


def _one_line(name: str) -> str:
    return " ".join(name.split())
