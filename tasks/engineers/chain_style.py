"""A style of mastering with the chain: what an engineer sets on every song, and how strongly songs make them differ.

It has two parts. What a genre's records have in common is drawn once from the genre's name: that is what can be learned
of a genre. How one engineer differs from the others who work in it is drawn from a seed, and is the smaller part: the
spectra of successful records are alike within a genre and time (Pestana et al., "Spectral characteristics of popular
commercial recordings 1950-2010", AES 135, 2013).
"""

from dataclasses import dataclass

import numpy as np

from metamaster.chain.layout import BANDS
from metamaster.chain.parameters import PARAMETERS, parameter
from tasks.engineers.character import Character, character_of
from tasks.engineers.draws import generator, log_uniform, normal

_MID = ("low_shelf", "bell_1", "bell_2", "bell_3", "bell_4", "high_shelf")
_SIDE = ("bell_1", "bell_2", "high_shelf")
_THRESHOLDS_DB = {"low": -26.0, "mid": -24.0, "high": -33.0}
"""About where the bands of music at the working loudness lie."""
_ATTACKS_MS = {"low": 25.0, "mid": 12.0, "high": 6.0}
_RELEASES_MS = {"low": 160.0, "mid": 110.0, "high": 70.0}
_OWN_DB = {"eq.mid": 0.8, "eq.side": 0.5, "multiband": 0.8, "image": 0.6}
"""Standard deviation of what one engineer adds to a genre's levels, by stage."""
_OWN_LOG = 0.15
"""The same of frequencies, qualities, ratios and times, as a logarithm."""


@dataclass(frozen=True)
class ChainStyle:
    """Values that songs share, by parameter, and what is done about what a song is like.

    ``tone_share`` and ``width_share`` are how much of a song's deviation from music on average is taken back;
    ``most_reduction_db`` is the mean gain reduction per band beyond which a threshold is raised, ``makeup_share`` how
    much of it is given back; ``hand_db`` is how unevenly the engineer works.
    """

    values: dict[str, float]
    loudness_lufs: float
    tone_share: float
    width_share: float
    most_reduction_db: float
    makeup_share: float
    hand_db: float


def draw_chain_style(genre: str, seed: int) -> ChainStyle:
    """One engineer's style for a genre; the genre says what is common, the seed which engineer it is."""
    rng, character = generator(f"chain style of {genre}", seed), character_of(genre)
    values = {name: _own(rng, name, value) for name, value in common_values(genre).items()}
    values["limiter.ceiling_db"] = float(rng.uniform(-1.5, -0.1))
    values["limiter.release_ms"] = log_uniform(rng, 40.0, 500.0)
    return ChainStyle(
        values=values,
        loudness_lufs=normal(rng, character.loudness_lufs, 1.2),
        tone_share=float(rng.uniform(0.35, 0.65)),
        width_share=float(rng.uniform(0.35, 0.65)),
        most_reduction_db=float(rng.uniform(1.0, 2.0) + 3.0 * character.density),
        makeup_share=float(rng.uniform(0.6, 1.0)),
        hand_db=float(rng.uniform(0.05, 0.3)),
    )


def common_style(genre: str) -> ChainStyle:
    """What the styles that ``draw_chain_style`` draws for a genre have in common: without any taste of one's own."""
    character = character_of(genre)
    return ChainStyle(
        values=common_values(genre) | {"limiter.ceiling_db": -0.8, "limiter.release_ms": 140.0},
        loudness_lufs=character.loudness_lufs,
        tone_share=0.5,
        width_share=0.5,
        most_reduction_db=1.5 + 3.0 * character.density,
        makeup_share=0.8,
        hand_db=0.0,
    )


def common_values(genre: str) -> dict[str, float]:
    """What the engineers of a genre set in common, by parameter."""
    rng, character = generator(f"what is common in {genre}"), character_of(genre)
    values: dict[str, float] = {}
    for draw in (_tone, _side_tone, _dynamics, _saturation, _image):
        values |= draw(rng, character)
    return values


def _own(rng: np.random.Generator, name: str, common: float) -> float:
    """What one engineer makes of a value that is common; what a genre leaves off stays off."""
    entry = parameter(name)
    if name.endswith("_db"):
        stage = next((stage for stage in _OWN_DB if name.startswith(stage)), None)
        return common + normal(rng, 0.0, _OWN_DB[stage]) if stage else common
    if common in (0.0, entry.low, 1.0):
        return common
    return float(np.clip(common * np.exp(normal(rng, 0.0, _OWN_LOG)), entry.low, entry.high))


def _tone(rng: np.random.Generator, character: Character) -> dict[str, float]:
    """The mid's bands; shelves lean as the genre does."""
    values: dict[str, float] = {}
    leaning = {"low_shelf": character.low_db, "high_shelf": character.top_db}
    for band in _MID:
        values[f"eq.mid.{band}.gain_db"] = normal(rng, leaning.get(band, 0.0), 1.5)
        values |= _placed(rng, f"eq.mid.{band}")
    return values


def _side_tone(rng: np.random.Generator, _: Character) -> dict[str, float]:
    values: dict[str, float] = {}
    for band in _SIDE:
        values[f"eq.side.{band}.gain_db"] = normal(rng, 0.0, 1.0)
        values |= _placed(rng, f"eq.side.{band}")
    values["eq.side.high_pass.freq_hz"] = log_uniform(rng, 30.0, 150.0) if rng.random() < 0.35 else 10.0
    return values


def _placed(rng: np.random.Generator, where: str) -> dict[str, float]:
    """Frequency (near the middle of its range) and quality (broad) of a band."""
    table = {entry.name: entry for entry in PARAMETERS if entry.name.startswith(where)}
    placed = {
        name: float(np.clip(entry.default * np.exp(normal(rng, 0.0, 0.35)), entry.low, entry.high))
        for name, entry in table.items()
        if name.endswith("freq_hz")
    }
    return placed | {name: log_uniform(rng, 0.4, 1.6) for name in table if name.endswith(".q")}


def _dynamics(rng: np.random.Generator, character: Character) -> dict[str, float]:
    values = {
        "multiband.low_crossover_hz": log_uniform(rng, 90.0, 280.0),
        "multiband.high_crossover_hz": log_uniform(rng, 1800.0, 5000.0),
    }
    depth_db = normal(rng, -1.0 - 4.0 * character.density, 1.5)
    strength = float(rng.uniform(0.15, 0.5) + 0.5 * character.density)
    for band in BANDS:
        of = f"multiband.{band}"
        values[f"{of}.threshold_db"] = _THRESHOLDS_DB[band] + depth_db + normal(rng, 0.0, 1.5)
        values[f"{of}.ratio"] = float(np.exp(strength * rng.uniform(0.3, 1.3)))
        values[f"{of}.attack_ms"] = _ATTACKS_MS[band] * float(np.exp(normal(rng, 0.0, 0.5)))
        values[f"{of}.release_ms"] = _RELEASES_MS[band] * float(np.exp(normal(rng, 0.0, 0.5)))
        values[f"{of}.makeup_db"] = normal(rng, 0.0, 0.8)
    return values


def _saturation(rng: np.random.Generator, character: Character) -> dict[str, float]:
    if rng.random() > 0.3 + 0.6 * character.density:
        return {"saturation.drive_db": 0.0, "saturation.blend": 0.0}
    return {
        "saturation.drive_db": float(rng.uniform(1.0, 3.0 + 8.0 * character.density)),
        "saturation.blend": float(rng.uniform(0.1, 0.3 + 0.5 * character.density)),
    }


def _image(rng: np.random.Generator, character: Character) -> dict[str, float]:
    middle_db = normal(rng, character.width_db, 1.2)
    return {
        "image.low_width_db": middle_db + normal(rng, -1.0, 1.0),
        "image.mid_width_db": middle_db,
        "image.high_width_db": middle_db + normal(rng, 0.3, 0.8),
        "image.mono_below_hz": log_uniform(rng, 40.0, 160.0) if rng.random() < 0.35 else 10.0,
    }
