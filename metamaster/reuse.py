"""Masters with a chain that was found before."""

from metamaster.chain.settings_file import SettingsFile
from metamaster.learn.aim import target_loudness, trim_for
from metamaster.learn.from_reference import Found
from metamaster.listen import Listened
from metamaster.options import MasterOptions


def reused(mix: Listened, file: SettingsFile, options: MasterOptions) -> Found:
    """The chain of a settings file, trimmed for this mix so that its thresholds mean what they meant.

    The loudness is that of the options if they name one, else the one that was delivered then, else the mix's; the
    ceiling is that of the options.
    """
    settings = file.settings.replace({"trim.gain_db": trim_for(mix)})
    then = file.delivery.loudness_lufs
    if options.loudness != "reference" or then is None:
        then = target_loudness(mix, [], options)
    return Found(settings, None, then, file.uncertainty)
