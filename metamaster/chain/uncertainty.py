"""How sure the settings of a chain are that were found from a reference."""

from typing import Annotated

import msgspec

from metamaster.chain.parameters import INDEX
from metamaster.errors import DamagedSettings


class Uncertainty(msgspec.Struct, frozen=True):
    """One standard deviation of every control that was adapted, and which of them the reference does not determine."""

    deviation: dict[str, Annotated[float, msgspec.Meta(ge=0.0)]]
    """Dotted name → ± in the control's unit; controls that were not adapted are not named."""
    undetermined: tuple[str, ...] = ()
    """Those of them that are hardly better known than before the reference was heard."""


def refuse_strangers(uncertainty: Uncertainty) -> None:
    """Raises DamagedSettings for a name that is not in the table, or a control whose ± is missing."""
    unknown = [name for name in uncertainty.deviation if name not in INDEX]
    if unknown:
        raise DamagedSettings(f"There is no parameter {unknown[0]!r}: take it out of uncertainty.deviation.")
    missing = [name for name in uncertainty.undetermined if name not in uncertainty.deviation]
    if missing:
        raise DamagedSettings(f"uncertainty.undetermined names {missing[0]!r}, which has no deviation: take it out.")
