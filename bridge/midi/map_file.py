"""The map as a YAML file for people."""

from pathlib import Path

import msgspec

from bridge.midi.midi_map import Key, Knob, MidiMap, checked_map
from metamaster.audio.atomic import atomic_text
from metamaster.config import load_config
from metamaster.errors import BadConfig
from metamaster.schema import Misfit
from metamaster.text_file import shown

_HEADER = """\
# Which MIDI knob stands for which control (docs/midi.md). Channels are 1 to 16.
#
# by:   cc    one controller, 7 bits, 0 to 127
#       cc14  a pair of controllers, number (0 to 31) and number + 32, 14 bits
#       nrpn  a non-registered parameter, number 0 to 16383, 14 bits
# soft: true, or left out: a knob takes over only where it meets the control's value; false: at once (motor faders)
# does: adapt, bypass, ab, undo, redo, record, play or genre (the next one), when the note begins (60 is middle C)
# programs: the channel on which program changes, after bank select, load presets by number; null for none
# genres:   the channel on which they choose genres by number; null for none
"""


def load_map(path: Path) -> MidiMap:
    """A map from a file; raises InputMissing, or BadConfig naming what is wrong in it."""
    found: MidiMap = load_config(path, MidiMap)
    try:
        return checked_map(found)
    except Misfit as error:
        raise BadConfig(f"{shown(path)}: {error}") from error


def save_map(path: Path, found: MidiMap, overwrite: bool = False) -> None:
    """Writes a map whole or not at all; raises OutputExists, OutputUnwritable or OutputFull."""
    atomic_text(path, map_text(found), overwrite)


def map_text(found: MidiMap, about: str = "") -> str:
    """The file's text, one knob a line."""
    channels = {"programs": found.programs, "genres": found.genres}
    lines = [f"{name}: {'null' if channel is None else channel}" for name, channel in channels.items()]
    lines += ["", *_listed("keys", found.keys), "", *_listed("knobs", found.knobs)]
    return "\n".join([about + _HEADER, *lines, ""])


def _listed(name: str, entries: tuple[Key, ...] | tuple[Knob, ...]) -> list[str]:
    if not entries:
        return [f"{name}: []"]
    return [f"{name}:", *(f"  - {{{_flow(entry)}}}" for entry in entries)]


def _flow(entry: Key | Knob) -> str:
    fields = msgspec.to_builtins(entry)
    if fields.get("soft"):
        del fields["soft"]
    return ", ".join(
        f"{name}: {str(value).lower() if isinstance(value, bool) else value}" for name, value in fields.items()
    )
