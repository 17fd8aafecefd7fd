"""Each stage of the chain as lines of a recipe: a title, then what to set; one line saying "off" if nothing."""

from collections.abc import Callable

from metamaster.chain.export.wording import (
    HEARING_FROM_HZ,
    SMALLEST_BLEND,
    SMALLEST_RATIO,
    decibels,
    hertz,
    level,
    milliseconds,
    moves,
)
from metamaster.chain.layout import (
    BANDS,
    EQ_MID,
    EQ_SIDE,
    IMAGE_HIGH_HZ,
    IMAGE_LOW_HZ,
    SHELF_Q,
    FilterSlot,
    juce_time_ms,
)
from metamaster.chain.settings import Settings

Lines = list[str]
_OFF = ["off"]
_TIMES = (
    "times are true time constants (63 % of the way); in brackets what Pedalboard and JUCE call the same time,",
    "2 pi times as much; a compressor whose time is that to 90 % of the way needs 2.3 times as much",
)
_FILTER_NAMES = {"low_shelf": "low shelf", "peak": "bell", "high_shelf": "high shelf", "high_pass": "high-pass"}


def _trim(settings: Settings) -> Lines:
    gain_db = settings["trim.gain_db"]
    return ["Trim (left and right)", *([f"gain {decibels(gain_db)}"] if moves(gain_db) else _OFF)]


def _equaliser(settings: Settings) -> Lines:
    rows = (("mid", EQ_MID), ("side", EQ_SIDE))
    named = [(row, line) for row, slots in rows for slot in slots if (line := _filter(slot, settings))]
    return ["Equaliser (mid and side, minimum phase)", *([f"{row}: {line}" for row, line in named] or _OFF)]


def _filter(slot: FilterSlot, settings: Settings) -> str | None:
    """What to set one filter to; None if it does nothing."""
    freq_hz, name = settings[f"{slot.prefix}.freq_hz"], _FILTER_NAMES[slot.kind]
    if slot.kind == "high_pass":
        return f"{name} {hertz(freq_hz)}, 6 dB/octave" if freq_hz >= HEARING_FROM_HZ else None
    gain_db = settings[f"{slot.prefix}.gain_db"]
    q = settings[f"{slot.prefix}.q"] if slot.kind == "peak" else SHELF_Q
    return f"{name} {hertz(freq_hz)}, {decibels(gain_db)}, Q {q:.2f}" if moves(gain_db) else None


def _multiband(settings: Settings) -> Lines:
    title = "Multiband dynamics (the same on mid and on side, each by itself)"
    bands = [(band, _band(band, settings)) for band in BANDS]
    if not any(lines for _, lines in bands):
        return [title, *_OFF]
    low, high = (hertz(settings[f"multiband.{which}_crossover_hz"]) for which in ("low", "high"))
    return [
        title,
        f"crossovers {low} and {high}, 6 dB/octave",
        "compressors: peak detection, hard knee, no look-ahead",
        *_TIMES,
        *(f"{band}: {line}" for band, lines in bands for line in lines or _OFF),
    ]


def _band(band: str, settings: Settings) -> Lines:
    """What to set one band to; nothing if it does nothing."""

    def value(name: str) -> float:
        return settings[f"multiband.{band}.{name}"]

    lines = []
    if value("ratio") >= SMALLEST_RATIO:
        lines += [
            f"threshold {level(value('threshold_db'))}, ratio {value('ratio'):.2f}:1",
            f"attack {_time(value('attack_ms'))}, release {_time(value('release_ms'))}",
        ]
    if moves(value("makeup_db")):
        lines.append(f"make-up {decibels(value('makeup_db'))}")
    return lines


def _time(time_constant_ms: float) -> str:
    return f"{milliseconds(time_constant_ms)} (JUCE {milliseconds(juce_time_ms(time_constant_ms))})"


def _saturation(settings: Settings) -> Lines:
    title, drive_db, blend = (
        "Saturation (left and right)",
        settings["saturation.drive_db"],
        settings["saturation.blend"],
    )
    if blend < SMALLEST_BLEND:
        return [title, *_OFF]
    return [
        title,
        f"tanh curve: drive {decibels(drive_db)} into it, {decibels(-drive_db)} after it",
        f"blend {100.0 * blend:.0f} % of that with {100.0 * (1.0 - blend):.0f} % of the clean sound",
    ]


def _image(settings: Settings) -> Lines:
    low_db, mid_db, high_db = (settings[f"image.{part}_width_db"] for part in ("low", "mid", "high"))
    shelves = (
        ("low shelf", IMAGE_LOW_HZ, low_db - mid_db),
        ("high shelf", IMAGE_HIGH_HZ, high_db - mid_db),
    )
    lines = [f"gain {decibels(mid_db)}"] if moves(mid_db) else []
    lines += [f"{name} {hertz(freq)}, {decibels(step)}, Q {SHELF_Q:.2f}" for name, freq, step in shelves if moves(step)]
    corner = settings["image.mono_below_hz"]
    if corner >= HEARING_FROM_HZ:
        lines.append(f"high-pass {hertz(corner)}, 6 dB/octave, twice in series")
    return ["Stereo image (side only)", *(lines or _OFF)]


def _limiter(settings: Settings) -> Lines:
    drive_db = settings["limiter.drive_db"]
    return [
        "Limiter (left and right, linked)",
        *([f"level into it {decibels(drive_db)}"] if moves(drive_db) else []),
        f"true-peak ceiling {decibels(settings['limiter.ceiling_db'], 'dBTP')}, look-ahead 5 ms",
        f"release {milliseconds(settings['limiter.release_ms'])} for 10 dB of recovery, along a straight line in dB",
    ]


STAGE_LINES: tuple[Callable[[Settings], Lines], ...] = (_trim, _equaliser, _multiband, _saturation, _image, _limiter)
"""In the order of the sound."""
