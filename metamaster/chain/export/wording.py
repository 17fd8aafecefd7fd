"""Values as a recipe writes them, and which of them do nothing."""

SMALLEST_DB = 0.05
"""A gain below this is written as 0.0 dB and cannot be heard: left out."""
HEARING_FROM_HZ = 20.0
"""A high-pass below this does nothing that can be heard."""
SMALLEST_RATIO = 1.005
SMALLEST_BLEND = 0.005


def decibels(value: float, unit: str = "dB") -> str:
    """Signed, to a tenth: ``+2.1 dB``."""
    return f"{_tenths(value):+.1f} {unit}"


def level(value: float) -> str:
    """A level below full scale, to a tenth: ``-24.0 dBFS``."""
    return f"{_tenths(value):.1f} dBFS"


def hertz(value: float) -> str:
    """To three digits: ``110 Hz``, ``2.85 kHz``."""
    return f"{value / 1000.0:.3g} kHz" if value >= 999.5 else f"{value:.3g} Hz"


def milliseconds(value: float) -> str:
    """To three digits: ``7.25 ms``, ``1450 ms``."""
    return f"{value:.0f} ms" if value >= 100.0 else f"{value:.3g} ms"


def moves(gain_db: float) -> bool:
    """Whether a gain can be heard."""
    return abs(gain_db) >= SMALLEST_DB


def _tenths(value: float) -> float:
    return round(value, 1) + 0.0  # not -0.0
