"""One setting of the whole chain: a value in physical units for every parameter of the table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metamaster.chain.parameters import INDEX, PARAMETERS, Parameter, parameter
from metamaster.errors import DamagedSettings


@dataclass(frozen=True)
class Settings:
    """Values of all parameters, in the order of the table and in their units."""

    values: tuple[float, ...]

    def __getitem__(self, name: str) -> float:
        """The value of the parameter of that dotted name."""
        return self.values[INDEX[name]]

    def replace(self, changes: Mapping[str, float]) -> "Settings":
        """These settings with some values changed; raises DamagedSettings for an unknown name or bad value."""
        return settings_from({**self.as_dict(), **changes})

    def as_dict(self) -> dict[str, float]:
        """Dotted name → value, in the order of the table."""
        return {entry.name: value for entry, value in zip(PARAMETERS, self.values, strict=True)}


DEFAULTS = Settings(tuple(entry.default for entry in PARAMETERS))


def settings_from(values: Mapping[str, float]) -> Settings:
    """Settings from dotted names to values; what is not named stays at its default.

    Raises DamagedSettings for a name that is not in the table or a value that is no number or out of range.
    """
    unknown = [name for name in values if name not in INDEX]
    if unknown:
        raise DamagedSettings(
            f"There is no parameter {unknown[0]!r}: {_nearest(unknown[0])} (docs/parameters.md lists all)."
        )
    merged = {entry.name: values.get(entry.name, entry.default) for entry in PARAMETERS}
    return Settings(tuple(_checked(parameter(name), value) for name, value in merged.items()))


def clamped(values: Iterable[float]) -> Settings:
    """Settings from values in the order of the table, each brought into its range."""
    pairs = zip(PARAMETERS, values, strict=True)
    return Settings(tuple(min(max(float(value), entry.low), entry.high) for entry, value in pairs))


def _checked(entry: Parameter, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and entry.low <= value <= entry.high:
        return float(value)
    allowed = f"{entry.low:g} to {entry.high:g} {entry.unit}".strip()
    raise DamagedSettings(f"{entry.name} is {value!r}, but must be a number from {allowed}.")


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only on the way to an error

    close = get_close_matches(name, INDEX, n=1, cutoff=0.3)
    return f"did you mean {close[0]!r}?" if close else f"names look like {PARAMETERS[0].name!r}"
