"""``python -m bridge.midi.default_map``: writes configs/midi.yaml from the registry of controls."""

from pathlib import Path

from bridge.midi.map_file import map_text
from bridge.midi.midi_map import Action, Key, Knob, MidiMap, checked_map
from bridge.session.controls import CONTROLS
from metamaster.audio.atomic import atomic_text

PATH = Path(__file__).resolve().parents[2] / "configs" / "midi.yaml"

_FREE_CCS = (3, 9, 14, 15, *range(20, 32), *range(85, 91), *range(102, 120))
"""Controllers to which MIDI gives no meaning of their own."""
_DIALLED_IN_ONCE = ("freq_hz", "crossover_hz", ".q", "attack_ms", "release_ms")
_ACTIONS: tuple[Action, ...] = ("adapt", "bypass", "ab", "undo", "redo", "record", "play", "genre")
_FIRST_NOTE = 36
_ABOUT = "# Made by python -m bridge.midi.default_map: change a copy (metamaster bridge --midi-map FILE).\n#\n"


def default_map() -> MidiMap:
    """Controllers without a meaning of their own for what one rides; NRPN, in the registry's order, for the rest.

    Notes from 36 (C2, the first pad of most controllers) for the actions; program changes load presets on channel 1
    and choose genres on channel 2.
    """
    turned = [control.name for control in CONTROLS.values() if control.kind != "text"]
    ridden = [name for name in turned if not name.endswith(_DIALLED_IN_ONCE)][: len(_FREE_CCS)]
    on_cc = dict(zip(ridden, _FREE_CCS, strict=False))
    knobs = tuple(
        Knob(name, "cc", on_cc[name]) if name in on_cc else Knob(name, "nrpn", number)
        for number, name in enumerate(turned)
    )
    keys = tuple(Key(action, _FIRST_NOTE + number) for number, action in enumerate(_ACTIONS))
    return checked_map(MidiMap(1, keys, knobs, genres=2))


def default_text() -> str:
    """The file's text."""
    return map_text(default_map(), _ABOUT)


if __name__ == "__main__":
    atomic_text(PATH, default_text(), overwrite=True)
