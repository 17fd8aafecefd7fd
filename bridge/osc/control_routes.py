"""The addresses of the controls, from the registry: in their unit, as positions (/norm) and as text (/str)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bridge.osc.arguments import Given, count
from bridge.osc.codec import MOST_ARGUMENTS
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property
from bridge.session.controls import CONTROLS, Control, Value
from bridge.session.scale import checked, described, from_norm, from_text, to_norm, to_text
from bridge.session.session import Session


@dataclass(frozen=True)
class Form:
    """One of the forms that a value has on the wire."""

    suffix: str
    read: Callable[[Control, Value], float | int | str]
    write: Callable[[Control, object], Value]


def _plain(control: Control, value: Value) -> float | int | str:
    return int(value) if control.kind in ("toggle", "choice") else value


PLAIN = Form("", _plain, checked)
NORM = Form("/norm", to_norm, from_norm)
TEXT = Form("/str", to_text, from_text)


def forms_of(control: Control) -> tuple[Form, ...]:
    """The forms that a control's value has: text has no position."""
    return (PLAIN, TEXT) if control.kind == "text" else (PLAIN, NORM, TEXT)


def address_of(control: Control, form: Form = PLAIN) -> str:
    """Where a control's value is found in that form."""
    return f"{ROOT}/{control.path}{form.suffix}"


ADDRESSES: dict[str, tuple[str, ...]] = {
    name: tuple(address_of(control, form) for form in forms_of(control)) for name, control in CONTROLS.items()
}
"""The addresses of every control, by its name."""


def control_routes(session: Session) -> Iterator[Property | Command]:
    """What there is behind them."""
    for control in CONTROLS.values():
        for form in forms_of(control):
            value = _Value(session, control, form)
            yield Property(address_of(control, form), value.takes(), control.about, value.current, value.change)
        gesture = _Gesture(session, control.name)
        about = "what follows until /end is one step to undo"
        yield Command(f"{address_of(control)}/begin", "nothing", about, gesture.begin, 0, MOST_ARGUMENTS)
        yield Command(f"{address_of(control)}/end", "nothing", "the end of that", gesture.end, 0, MOST_ARGUMENTS)


@dataclass(frozen=True)
class _Value:
    """A control's value in one form."""

    session: Session
    control: Control
    form: Form

    def takes(self) -> str:
        return {"": described(self.control), "/norm": "a number from 0 to 1", "/str": "text"}[self.form.suffix]

    def current(self) -> tuple[float | int | str]:
        return (self.form.read(self.control, self.session.get(self.control.name)),)

    def change(self, endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, self.takes())
        self.session.set(self.control.name, self.form.write(self.control, given[0]), endpoint.name)


@dataclass(frozen=True)
class _Gesture:
    """Taking hold of a control, and letting go."""

    session: Session
    name: str

    def begin(self, endpoint: Endpoint, given: Given) -> None:
        self.session.begin(self.name, endpoint.name)

    def end(self, endpoint: Endpoint, given: Given) -> None:
        self.session.end(self.name, endpoint.name)
