"""Random but seeded treatments: mixes made from finished masters, and styles to be carried to another song."""

from typing import Literal

import numpy as np

from benchmarks.treatment import WORKING_LUFS, Dynamics, EqMove, Limiter, Treatment

Software = Literal["ffmpeg", "sox"]

# Chosen so that doing nothing costs about what it did in earlier measurements on such cases: 1.6 dB of tone and
# 2.2 dB of width on restoring, 2.2 and 3.2 dB on carrying a style over.
UNMASTERING_EQ_DB, UNMASTERING_SIDE_DB = 4.6, 4.0
STYLE_EQ_DB, STYLE_SIDE_DB = 7.0, 7.0


def draw_unmastering(rng: np.random.Generator, software: Software) -> Treatment:
    """What turns a finished master back into something like a mix: 3 to 5 EQ moves, width, dynamics, a lower level."""
    return Treatment(
        software=software,
        eq=_eq(rng, UNMASTERING_EQ_DB),
        dynamics=_unmastering_dynamics(rng),
        side_db=_side(rng, UNMASTERING_SIDE_DB),
        loudness_lufs=float(rng.uniform(-24.0, -17.0)),
        limiter=None,
    )


def draw_style(rng: np.random.Generator, software: Software) -> Treatment:
    """What an engineer might put on any song: 3 to 5 EQ moves, compression, width, loudness through a limiter."""
    return Treatment(
        software=software,
        eq=_eq(rng, STYLE_EQ_DB),
        dynamics=_compression(rng),
        side_db=_side(rng, STYLE_SIDE_DB),
        loudness_lufs=float(rng.uniform(-15.0, -9.0)),
        limiter=_limiter(rng),
    )


def _eq(rng: np.random.Generator, most_db: float) -> tuple[EqMove, ...]:
    kinds = ["tilt", "low_shelf", "high_shelf", "bell", "bell", "bell"]
    chosen = rng.choice(len(kinds), size=rng.integers(3, 6), replace=False)
    return tuple(_eq_move(rng, kinds[index], most_db) for index in sorted(chosen))


def _eq_move(rng: np.random.Generator, kind: str, most_db: float) -> EqMove:
    gain_db = float(rng.choice([-1.0, 1.0]) * rng.uniform(1.0, most_db))
    if kind == "tilt":
        return EqMove("tilt", 850.0, gain_db, 1.0)
    if kind == "low_shelf":
        return EqMove("low_shelf", _log_uniform(rng, 60.0, 300.0), gain_db, 0.7)
    if kind == "high_shelf":
        return EqMove("high_shelf", _log_uniform(rng, 2500.0, 10000.0), gain_db, 0.7)
    return EqMove("bell", _log_uniform(rng, 60.0, 12000.0), gain_db, _log_uniform(rng, 0.5, 2.0))


def _side(rng: np.random.Generator, most_db: float) -> float:
    return float(rng.choice([-1.0, 1.0]) * rng.uniform(1.0, most_db)) if rng.random() < 0.85 else 0.0


def _compression(rng: np.random.Generator) -> Dynamics:
    return Dynamics(
        threshold_db=WORKING_LUFS + float(rng.uniform(-8.0, 2.0)),
        ratio=_log_uniform(rng, 1.3, 3.0),
        attack_ms=_log_uniform(rng, 3.0, 40.0),
        release_ms=_log_uniform(rng, 50.0, 400.0),
    )


def _limiter(rng: np.random.Generator) -> Limiter:
    """Its times differ from style to style, so that no method meets its own limiter in the truth."""
    return Limiter(-1.0, attack_ms=_log_uniform(rng, 1.0, 10.0), release_ms=_log_uniform(rng, 20.0, 250.0))


def _unmastering_dynamics(rng: np.random.Generator) -> Dynamics | None:
    """Mostly expansion, which undoes compression; sometimes a mix that is squeezed already; sometimes nothing."""
    lot = rng.random()
    if lot < 0.25:
        return None
    if lot < 0.45:
        return _compression(rng)
    return Dynamics(
        threshold_db=WORKING_LUFS + float(rng.uniform(-8.0, 2.0)),
        ratio=1.0 / _log_uniform(rng, 1.1, 1.4),
        attack_ms=_log_uniform(rng, 5.0, 40.0),
        release_ms=_log_uniform(rng, 50.0, 300.0),
    )


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
