"""The document: everything that is kept from one day to the next, as one flat mapping from keys to items.

Keys are the names of the session's controls, ``A/name`` and ``B/name`` for the chain's, and the three below.
"""

from typing import Literal

from bridge.session.controls import CHAIN_CONTROLS, SESSION_CONTROLS, Value
from bridge.session.references import Reference

MIX = "mix"
REFERENCES = "references"
PRESET = "preset"

Slot = Literal["A", "B"]
SLOTS: tuple[Slot, Slot] = ("A", "B")
Item = Value | tuple[Reference, ...]
Document = dict[str, Item]

PRESET_KEYS = frozenset(
    (
        "delivery.loudness_lufs",
        "delivery.true_peak_db",
        *(f"{slot}/{one.name}" for slot in SLOTS for one in CHAIN_CONTROLS),
    )
)
"""What a preset holds; changing it makes the settings differ from their preset."""


def fresh_document() -> Document:
    """Everything at its default: no mix, no references, no preset."""
    document: Document = {f"{slot}/{one.name}": one.default for slot in SLOTS for one in CHAIN_CONTROLS}
    document |= {one.name: one.default for one in SESSION_CONTROLS}
    document |= {MIX: "", REFERENCES: (), PRESET: ""}
    return document
