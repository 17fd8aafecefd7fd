"""Parameters of Live's devices that bear the names of controls: they move the controls, and follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# Positions closer than this are the same: what is told to a parameter must not come back as a change.
_SAME = 1e-4
_PRESSED = 0.5


class Mapper:
    """``controls`` and ``commands`` are addresses by name; ``parameters`` are Live's DeviceParameter objects."""

    def __init__(self, controls: dict[str, str], commands: dict[str, str], send: Callable[..., None]) -> None:
        self._controls, self._commands, self._send = controls, commands, send
        self._names = {address: name for name, address in controls.items()}
        self._attached: list[tuple[Any, Callable[[], None]]] = []
        self._norms: dict[str, float] = {}
        self._down: set[str] = set()

    def attach(self, parameters: Iterable[Any]) -> None:
        """Takes these instead of those before; asks the bridge for what their controls hold."""
        self.detach()
        for parameter in parameters:
            if parameter.name in self._controls or parameter.name in self._commands:
                moved = self._listener(parameter)
                parameter.add_value_listener(moved)
                self._attached.append((parameter, moved))
                if parameter.name in self._controls:
                    self._send(self._controls[parameter.name] + "/start_listen")

    def detach(self) -> None:
        """Follows none any more."""
        for parameter, moved in self._attached:
            if parameter.value_has_listener(moved):
                parameter.remove_value_listener(moved)
        self._attached = []
        self._norms.clear()

    def told(self, address: str, arguments: list[float | int | str]) -> None:
        """The bridge has said something: parameters of that control follow."""
        name = self._names.get(address)
        if name is None or not arguments or isinstance(arguments[0], str):
            return
        self._norms[name] = arguments[0]
        for parameter, _ in self._attached:
            if parameter.name == name and abs(_norm(parameter) - arguments[0]) > _SAME:
                parameter.value = parameter.min + arguments[0] * (parameter.max - parameter.min)

    def _listener(self, parameter: Any) -> Callable[[], None]:
        return lambda: self._moved(parameter.name, _norm(parameter))

    def _moved(self, name: str, norm: float) -> None:
        if name in self._commands:
            self._pressed(name, norm > _PRESSED)
        elif name in self._controls and abs(norm - self._norms.get(name, -1.0)) > _SAME:
            self._norms[name] = norm
            self._send(self._controls[name], norm)

    def _pressed(self, name: str, down: bool) -> None:
        if down and name not in self._down:
            self._send(self._commands[name])
        (self._down.add if down else self._down.discard)(name)


def _norm(parameter: Any) -> float:
    return float((parameter.value - parameter.min) / (parameter.max - parameter.min))
