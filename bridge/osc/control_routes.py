"""The addresses of the controls, from the registry: in their unit, as positions (/norm) and as text (/str)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bridge.osc.arguments import Given, count
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
            yield _property(session, control, form)
        yield from _gestures(session, control)


def _property(session: Session, control: Control, form: Form) -> Property:
    def current() -> tuple[float | int | str]:
        return (form.read(control, session.get(control.name)),)

    def change(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, described(control))
        session.set(control.name, form.write(control, given[0]), endpoint.name)

    takes = {"": described(control), "/norm": "a number from 0 to 1", "/str": "text"}[form.suffix]
    return Property(address_of(control, form), takes, control.about, current, change)


def _gestures(session: Session, control: Control) -> Iterator[Command]:
    def begin(endpoint: Endpoint, given: Given) -> None:
        session.begin(control.name, endpoint.name)

    def end(endpoint: Endpoint, given: Given) -> None:
        session.end(control.name, endpoint.name)

    yield Command(f"{address_of(control)}/begin", "nothing", "what follows until /end is one step to undo", begin)
    yield Command(f"{address_of(control)}/end", "nothing", "the end of that", end)
