"""What can be asked of a delivered master, as checked types for settings files and configurations."""

from typing import Annotated

from msgspec import Meta

from metamaster.chain.parameters import parameter

_CEILING = parameter("limiter.ceiling_db")

LoudnessLufs = Annotated[float, Meta(ge=-50.0, le=0.0)]
"""Integrated loudness, ITU-R BS.1770."""

CeilingDb = Annotated[float, Meta(ge=_CEILING.low, le=_CEILING.high)]
"""Highest true peak in dBTP: what the limiter can be set to."""
