"""The table of parameters: the single source of truth about what the chain can be set to.

Ranges, defaults, the map to unconstrained values, settings files, the report, the table in
docs/parameters.md, OSC addresses and MIDI maps are all made from ``PARAMETERS``.
"""

from dataclasses import dataclass
from typing import Any, Literal

Scale = Literal["linear", "log"]


@dataclass(frozen=True)
class Parameter:
    """One control of the chain.

    ``name`` is dotted, ``stage.…``; ``low``, ``high`` and ``default`` are in ``unit``; a ``log`` parameter moves in
    equal ratios. ``default`` is neutral: a chain at its defaults leaves the sound as it is.
    """

    name: str
    unit: str
    low: float
    high: float
    scale: Scale
    default: float
    about: str

    @property
    def stage(self) -> str:
        """The stage that the parameter belongs to."""
        return self.name.partition(".")[0]


def _bell(where: str, low_hz: float, high_hz: float, default_hz: float, reach_db: float) -> tuple[Parameter, ...]:
    about = f"bell around {default_hz:g} Hz on {where.split('.')[1]}"
    return (
        Parameter(f"{where}.freq_hz", "Hz", low_hz, high_hz, "log", default_hz, f"centre of the {about}"),
        Parameter(f"{where}.gain_db", "dB", -reach_db, reach_db, "linear", 0.0, f"gain of the {about}"),
        Parameter(f"{where}.q", "", 0.3, 4.0, "log", 0.8, f"quality of the {about}"),
    )


def _shelf(where: str, low_hz: float, high_hz: float, default_hz: float, reach_db: float) -> tuple[Parameter, ...]:
    side, kind = where.split(".")[1:]
    about = f"{kind.replace('_', ' ')} on {side}"
    return (
        Parameter(f"{where}.freq_hz", "Hz", low_hz, high_hz, "log", default_hz, f"corner of the {about}"),
        Parameter(f"{where}.gain_db", "dB", -reach_db, reach_db, "linear", 0.0, f"gain of the {about}"),
    )


def _compressor(band: str, threshold_db: float, attack_ms: float, release_ms: float) -> tuple[Parameter, ...]:
    where, of = f"multiband.{band}", f"of the {band} band"
    return (
        Parameter(f"{where}.threshold_db", "dB", -50.0, 0.0, "linear", threshold_db, f"compression threshold {of}"),
        Parameter(f"{where}.ratio", ":1", 1.0, 6.0, "log", 1.0, f"compression ratio {of}"),
        Parameter(f"{where}.attack_ms", "ms", 0.5, 100.0, "log", attack_ms, f"attack {of} (true time constant)"),
        Parameter(f"{where}.release_ms", "ms", 10.0, 1000.0, "log", release_ms, f"release {of} (true time constant)"),
        Parameter(f"{where}.makeup_db", "dB", -9.0, 9.0, "linear", 0.0, f"gain after compression {of}"),
    )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("trim.gain_db", "dB", -40.0, 40.0, "linear", 0.0, "brings the programme to the working loudness"),
    *_shelf("eq.mid.low_shelf", 40.0, 300.0, 100.0, 12.0),
    *_bell("eq.mid.bell_1", 40.0, 300.0, 140.0, 9.0),
    *_bell("eq.mid.bell_2", 150.0, 1200.0, 420.0, 9.0),
    *_bell("eq.mid.bell_3", 600.0, 5000.0, 1700.0, 9.0),
    *_bell("eq.mid.bell_4", 2000.0, 14000.0, 5000.0, 9.0),
    *_shelf("eq.mid.high_shelf", 2500.0, 16000.0, 9000.0, 12.0),
    Parameter("eq.side.high_pass.freq_hz", "Hz", 10.0, 400.0, "log", 10.0, "thins the bass of the side"),
    *_bell("eq.side.bell_1", 100.0, 1500.0, 400.0, 9.0),
    *_bell("eq.side.bell_2", 800.0, 8000.0, 2500.0, 9.0),
    *_shelf("eq.side.high_shelf", 2500.0, 16000.0, 7000.0, 12.0),
    Parameter("multiband.low_crossover_hz", "Hz", 60.0, 400.0, "log", 160.0, "between the low and the mid band"),
    Parameter(
        "multiband.high_crossover_hz",
        "Hz",
        1000.0,
        8000.0,
        "log",
        2800.0,
        "between the mid and the high band",
    ),
    *_compressor("low", -24.0, 20.0, 120.0),
    *_compressor("mid", -24.0, 10.0, 100.0),
    *_compressor("high", -32.0, 5.0, 60.0),
    Parameter("saturation.drive_db", "dB", 0.0, 18.0, "linear", 0.0, "level into the tanh curve"),
    Parameter("saturation.blend", "", 0.0, 1.0, "linear", 0.0, "share of the saturated sound"),
    Parameter("image.low_width_db", "dB", -18.0, 9.0, "linear", 0.0, "side level below about 250 Hz"),
    Parameter("image.mid_width_db", "dB", -18.0, 9.0, "linear", 0.0, "side level in between"),
    Parameter("image.high_width_db", "dB", -18.0, 9.0, "linear", 0.0, "side level above about 4 kHz"),
    Parameter("image.mono_below_hz", "Hz", 10.0, 300.0, "log", 10.0, "the side is removed below this"),
    Parameter("limiter.drive_db", "dB", -24.0, 36.0, "linear", 0.0, "level into the limiter"),
    Parameter("limiter.ceiling_db", "dBTP", -12.0, 0.0, "linear", -1.0, "the true peak never passes this"),
    Parameter("limiter.release_ms", "ms", 20.0, 1000.0, "log", 150.0, "time in which the gain recovers 10 dB"),
)

STAGES: tuple[str, ...] = tuple(dict.fromkeys(parameter.stage for parameter in PARAMETERS))
STAGE_TITLES: dict[str, str] = {
    "trim": "Trim",
    "eq": "Equaliser",
    "multiband": "Multiband dynamics",
    "saturation": "Saturation",
    "image": "Stereo image",
    "limiter": "Limiter",
}
INDEX: dict[str, int] = {parameter.name: index for index, parameter in enumerate(PARAMETERS)}


def parameter(name: str) -> Parameter:
    """The parameter of that dotted name; raises KeyError where there is none."""
    return PARAMETERS[INDEX[name]]


def named(vector: Any) -> dict[str, Any]:
    """Values by dotted name, from a vector (or an array) in the order of the table."""
    return {entry.name: vector[index] for index, entry in enumerate(PARAMETERS)}
