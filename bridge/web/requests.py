"""What a panel can ask for: one JSON object a message, told apart by ``ask``; nothing else is taken."""

from typing import Literal

import msgspec


class Set(msgspec.Struct, frozen=True, tag_field="ask", tag="set", forbid_unknown_fields=True):
    """A control's value in its unit, or as text (``2.5 dB``, ``on``, ``B``)."""

    name: str
    value: float | str


class Move(msgspec.Struct, frozen=True, tag_field="ask", tag="move", forbid_unknown_fields=True):
    """Several of the chain's controls in one movement of a hand, which is one step to undo until ``Moved``."""

    label: str
    values: dict[str, float]


class Moved(msgspec.Struct, frozen=True, tag_field="ask", tag="moved", forbid_unknown_fields=True):
    """That movement has ended."""

    label: str


class Reset(msgspec.Struct, frozen=True, tag_field="ask", tag="reset", forbid_unknown_fields=True):
    """Controls back to their defaults, as one step to undo."""

    names: tuple[str, ...]


class Begin(msgspec.Struct, frozen=True, tag_field="ask", tag="begin", forbid_unknown_fields=True):
    """Somebody takes hold of a control."""

    name: str


class End(msgspec.Struct, frozen=True, tag_field="ask", tag="end", forbid_unknown_fields=True):
    """Somebody lets go of it."""

    name: str


class Undo(msgspec.Struct, frozen=True, tag_field="ask", tag="undo", forbid_unknown_fields=True):
    """Takes the last step back."""


class Redo(msgspec.Struct, frozen=True, tag_field="ask", tag="redo", forbid_unknown_fields=True):
    """Does it again."""


class Copy(msgspec.Struct, frozen=True, tag_field="ask", tag="copy", forbid_unknown_fields=True):
    """Makes the settings not heard the same as those heard."""


class Mix(msgspec.Struct, frozen=True, tag_field="ask", tag="mix", forbid_unknown_fields=True):
    """Another mix; empty for none."""

    path: str


class AddReference(msgspec.Struct, frozen=True, tag_field="ask", tag="add_reference", forbid_unknown_fields=True):
    """One reference more, or another weight for it."""

    path: str
    weight: float = 1.0


class RemoveReference(msgspec.Struct, frozen=True, tag_field="ask", tag="remove_reference", forbid_unknown_fields=True):
    """One reference less."""

    path: str


class Adapt(msgspec.Struct, frozen=True, tag_field="ask", tag="adapt", forbid_unknown_fields=True):
    """Has the chain found."""


class Render(msgspec.Struct, frozen=True, tag_field="ask", tag="render", forbid_unknown_fields=True):
    """Has a master written."""

    path: str
    overwrite: bool = False


class Analyse(msgspec.Struct, frozen=True, tag_field="ask", tag="analyse", forbid_unknown_fields=True):
    """Has the mix and the references measured, as far as that was not done."""


class Cancel(msgspec.Struct, frozen=True, tag_field="ask", tag="cancel", forbid_unknown_fields=True):
    """Gives a job up."""

    number: int


class LoadPreset(msgspec.Struct, frozen=True, tag_field="ask", tag="load_preset", forbid_unknown_fields=True):
    """Takes the settings of a preset."""

    name: str


class SavePreset(msgspec.Struct, frozen=True, tag_field="ask", tag="save_preset", forbid_unknown_fields=True):
    """Keeps the settings heard."""

    name: str


class DeletePreset(msgspec.Struct, frozen=True, tag_field="ask", tag="delete_preset", forbid_unknown_fields=True):
    """Removes a preset."""

    name: str


class SaveGenre(msgspec.Struct, frozen=True, tag_field="ask", tag="save_genre", forbid_unknown_fields=True):
    """Has the references kept as a genre; which genre is followed is a control."""

    name: str


class DeleteGenre(msgspec.Struct, frozen=True, tag_field="ask", tag="delete_genre", forbid_unknown_fields=True):
    """Removes a genre."""

    name: str


class Position(msgspec.Struct, frozen=True, tag_field="ask", tag="position", forbid_unknown_fields=True):
    """Where in the song one listens, in seconds; null where nobody does."""

    seconds: float | None


class Browse(msgspec.Struct, frozen=True, tag_field="ask", tag="browse", forbid_unknown_fields=True):
    """Asks what is in a folder; empty for the roots."""

    path: str = ""
    kind: Literal["audio", "genre"] = "audio"


Request = (
    Set
    | Move
    | Moved
    | Reset
    | Begin
    | End
    | Undo
    | Redo
    | Copy
    | Mix
    | AddReference
    | RemoveReference
    | Adapt
    | Render
    | Analyse
    | Cancel
    | LoadPreset
    | SavePreset
    | DeletePreset
    | SaveGenre
    | DeleteGenre
    | Position
    | Browse
)

decode = msgspec.json.Decoder(Request).decode
