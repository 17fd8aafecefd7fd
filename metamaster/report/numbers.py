"""Numbers as people read them: rounded to what can be heard, with a true minus sign and a unit."""

import math

MINUS = "\u2212"
NOT_AVAILABLE = "n/a"


def decimal(value: float, digits: int = 1) -> str:
    """A plain number, ``n/a`` where it is not finite; never a minus before zero."""
    if not math.isfinite(value):
        return NOT_AVAILABLE
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def two_digits(value: float) -> str:
    """A size to two significant digits, without an exponent: 0.042, 3.1, 350."""
    if value <= 0.0 or not math.isfinite(value):
        return decimal(value, 0)
    rounded = float(f"{value:.1e}")
    return decimal(rounded, max(1 - math.floor(math.log10(rounded)), 0))


def signed(value: float, digits: int = 1) -> str:
    """A change: with a plus or a minus, and without either where it rounds to zero."""
    text = decimal(value, digits)
    return f"+{text}" if value > 0 and float(f"{value:.{digits}f}") > 0 and math.isfinite(value) else text


def hertz(value: float) -> str:
    """A frequency to three significant digits, in Hz below a kilohertz and in kHz from there."""
    rounded = float(f"{value:.3g}")
    return f"{rounded / 1000:g} kHz" if rounded >= 1000 else f"{rounded:g} Hz"


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any: 3:05, 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def kilohertz(sample_rate: int) -> str:
    """A sample rate in kHz, as it is usually named: 44.1 kHz."""
    return f"{sample_rate / 1000:g} kHz"


def length(seconds: float) -> str:
    """A length in words: seconds with one digit below two minutes, else minutes and seconds."""
    return f"{decimal(seconds)} s" if seconds < 120 else f"{clock(seconds)} min"
