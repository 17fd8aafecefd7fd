"""The state as a chunk of JSON, as a DAW's project would keep it: versioned, checked, readable by people."""

import json
from typing import Any

import msgspec

from bridge.errors import OutOfRange, UnknownControl, WrongType
from bridge.session.controls import CHAIN_CONTROLS, CHAIN_NAMES, CONTROLS, SESSION_CONTROLS, Control
from bridge.session.document import MIX, PRESET, REFERENCES, SLOTS, fresh_document
from bridge.session.references import Reference, checked_weight
from bridge.session.scale import checked
from bridge.session.session import Session
from bridge.session.state_versions import current_content, with_version
from metamaster.schema import Misfit, fitted


class _Settings(msgspec.Struct, frozen=True):
    A: dict[str, float]
    B: dict[str, float]


class _Content(msgspec.Struct, frozen=True):
    settings: _Settings
    controls: dict[str, float | str]
    mix: str
    references: tuple[Reference, ...]
    preset: str
    dirty: bool


def chunk_of(session: Session) -> bytes:
    """The session's state as UTF-8 JSON."""
    document = session.document
    content = {
        "settings": {slot: session.chain_values(slot) for slot in SLOTS},
        "controls": {one.name: document[one.name] for one in SESSION_CONTROLS},
        "mix": session.mix,
        "references": [{"path": one.path, "weight": one.weight} for one in session.references],
        "preset": session.preset,
        "dirty": session.dirty,
    }
    # Names of files may hold what no encoding can write.
    return json.dumps(with_version(content), indent=1, ensure_ascii=True).encode() + b"\n"


def restore(session: Session, chunk: str) -> None:
    """Brings a session to a saved state, of this version or an earlier one.

    Controls that the chunk does not name stay at their defaults. Raises Misfit if it is damaged, later than this
    release, or has an unknown key or a value out of range.
    """
    content = fitted(current_content(_parsed(chunk)), _Content)
    document = fresh_document()
    try:
        for slot, values in zip(SLOTS, (content.settings.A, content.settings.B), strict=True):
            for name, value in values.items():
                document[f"{slot}/{name}"] = checked(_known(name, chain=True), value)
        for name, item in content.controls.items():
            document[name] = checked(_known(name, chain=False), item)
        document[REFERENCES] = tuple(Reference(one.path, checked_weight(one.weight)) for one in content.references)
    except (UnknownControl, WrongType, OutOfRange) as error:
        raise Misfit(f"{str(error)[0].lower()}{str(error)[1:]}") from error
    document[MIX], document[PRESET] = content.mix, content.preset
    session.restore(document, content.dirty)


def _known(name: str, chain: bool) -> Control:
    if name not in CONTROLS or (name in CHAIN_NAMES) is not chain:
        allowed = CHAIN_CONTROLS if chain else SESSION_CONTROLS
        raise UnknownControl(f"The key {name} is unknown: choose from {', '.join(one.name for one in allowed)}.")
    return CONTROLS[name]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"it is damaged ({error}): correct it there, or name another.") from error
