"""How a chain style sets the chain for one song: what is unusual in the song is evened out, as a person would."""

import numpy as np
from jaxtyping import Float64

from metamaster.chain.layout import BANDS, WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import PARAMETERS, parameter
from metamaster.chain.settings import Settings, clamped
from metamaster.measure.bands import THIRD_OCTAVE_HZ
from tasks.engineers.chain_style import ChainStyle
from tasks.engineers.song_reading import SongReading

_MID_BANDS = ("low_shelf", "bell_1", "bell_2", "bell_3", "bell_4", "high_shelf")
_MOST_TONE_DB, _MOST_WIDTH_DB = 4.0, 4.0
_USUAL_WIDTH_DB = -10.0
_PEAK_OVER_MEAN_DB = 3.0
_LOUD_SHARE = 0.7


def settings_for(style: ChainStyle, song: SongReading, rng: np.random.Generator) -> Settings:
    """The chain for that song, but for the limiter's drive, which the loudness decides."""
    values = {"trim.gain_db": WORKING_LOUDNESS_LUFS - song.loudness_lufs} | style.values
    for name, change_db in (_tone_changes(style, song) | _width_changes(style, song)).items():
        values[name] += change_db
    for band in BANDS:
        values |= _compressor(style, song, band)
    for name in values:
        if name.endswith("gain_db") and not name.startswith("trim"):
            values[name] += style.hand_db * rng.standard_normal()
    return clamped(values.get(entry.name, entry.default) for entry in PARAMETERS)


def _tone_changes(style: ChainStyle, song: SongReading) -> dict[str, float]:
    """What a muddy or a harsh mix gets beyond the style: the bands take back a share of what is unusual around them."""
    changes = {}
    for band in _MID_BANDS:
        name = f"eq.mid.{band}"
        octaves = np.log2(np.asarray(THIRD_OCTAVE_HZ) / style.values[f"{name}.freq_hz"])
        if band.endswith("shelf"):
            weights = 1.0 / (1.0 + np.exp(4.0 * octaves * (1.0 if band == "low_shelf" else -1.0)))
        else:
            weights = np.exp(-0.5 * (octaves / 0.7) ** 2)
        unusual_db = float(weights @ song.tone_db / weights.sum())
        changes[f"{name}.gain_db"] = float(np.clip(-style.tone_share * unusual_db, -_MOST_TONE_DB, _MOST_TONE_DB))
    return changes


def _width_changes(style: ChainStyle, song: SongReading) -> dict[str, float]:
    wanted_db = style.width_share * (_USUAL_WIDTH_DB - song.width_db)
    change_db = float(np.clip(wanted_db, -_MOST_WIDTH_DB, _MOST_WIDTH_DB))
    return {f"image.{band}_width_db": change_db for band in BANDS}


def _compressor(style: ChainStyle, song: SongReading, band: str) -> dict[str, float]:
    """Threshold and make-up: no band is reduced more than the engineer likes, and what it loses is given back."""
    of = f"multiband.{band}"
    level_db = _band_level_db(style, song, band) + WORKING_LOUDNESS_LUFS + _PEAK_OVER_MEAN_DB
    loud = level_db[level_db >= np.quantile(level_db, 1.0 - _LOUD_SHARE)]
    slope = 1.0 - 1.0 / style.values[f"{of}.ratio"]
    highest = parameter(f"{of}.threshold_db").high
    for threshold_db in np.arange(style.values[f"{of}.threshold_db"], highest + 1.0):
        reduction_db = slope * float(np.maximum(loud - threshold_db, 0.0).mean())
        if reduction_db <= style.most_reduction_db:
            break
    makeup_db = style.values[f"{of}.makeup_db"] + style.makeup_share * reduction_db
    return {f"{of}.threshold_db": float(threshold_db), f"{of}.makeup_db": makeup_db}


def _band_level_db(style: ChainStyle, song: SongReading, band: str) -> Float64[np.ndarray, " frames"]:
    edges = (style.values["multiband.low_crossover_hz"], style.values["multiband.high_crossover_hz"])
    inside = np.searchsorted(edges, THIRD_OCTAVE_HZ) == BANDS.index(band)
    return np.asarray(10.0 * np.log10(np.sum(10.0 ** (song.levels_db[:, inside] / 10.0), axis=1)))
