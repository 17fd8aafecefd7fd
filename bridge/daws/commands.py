"""The commands without arguments that surfaces have buttons for."""

from dataclasses import dataclass

from bridge.osc.routes import ROOT


@dataclass(frozen=True)
class Button:
    """A command and what its button says."""

    label: str
    address: str


BUTTONS: tuple[Button, ...] = (
    Button("Adapt", f"{ROOT}/adapt"),
    Button("Undo", f"{ROOT}/undo"),
    Button("Redo", f"{ROOT}/redo"),
    Button("Copy to other", f"{ROOT}/ab/copy"),
    Button("Cancel", f"{ROOT}/cancel"),
)
