"""Soft takeover: a knob that stands elsewhere than its control changes nothing until it meets the value."""

_NEAR = 0.02
"""As near as this, two and a half steps of seven bits, counts as met."""


class Takeover:
    """One knob's hold on its control."""

    def __init__(self) -> None:
        self._held = False
        self._last: float | None = None

    def turned(self, norm: float, value: float) -> bool:
        """The knob is at ``norm``, the control at ``value``, both 0 to 1: whether the control is to follow."""
        last, self._last = self._last, norm
        if not self._held:
            crossed = last is not None and min(last, norm) <= value <= max(last, norm)
            self._held = crossed or abs(norm - value) <= _NEAR
        return self._held

    def moved(self, value: float) -> None:
        """Somebody else has moved the control."""
        self._held = self._last is not None and abs(self._last - value) <= _NEAR

    def placed(self, norm: float) -> None:
        """The knob was moved there by its motor."""
        self._last, self._held = norm, True
