"""How far a master is from the true one, aspect by aspect, in dB.

Every error compares statistics of whole files, so nothing has to be aligned in time, and none uses the product's own
style code.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from metamaster.learn.evaluation.portrait import SPECTRUM_FLOOR_DB, WIDTH_FLOOR_DB, Portrait, Vector


def tone_error_db(master: Portrait, truth: Portrait) -> float:
    """Mean absolute difference of the third-octave mid spectrum, 25 Hz to 16 kHz, at equal loudness of the mid.

    Levels below -80 dB at a loudness of 0 LUFS count as -80 dB.
    """
    return _mean_difference(master.tone_db, truth.tone_db)


def width_error_db(master: Portrait, truth: Portrait) -> float:
    """Mean absolute difference of the side to mid power ratio in octaves, 31.5 Hz to 16 kHz.

    Ratios are kept within -60 to 60 dB; octaves in which the truth has no side (-60 dB or less), or nothing at all,
    are left out. Without any side in the truth the error is 0.
    """
    has_side = truth.width_db > WIDTH_FLOOR_DB
    return _mean_difference(master.width_db[has_side], truth.width_db[has_side])


def dynamics_error_db(master: Portrait, truth: Portrait) -> float:
    """Mean absolute difference of the level distribution in three bands (below 200 Hz, to 2.5 kHz, above).

    The distribution is the 10th, 50th, 90th and 97th percentile of the level in windows of 50 ms and of 400 ms,
    relative to the band's own mean power, so that neither tone nor loudness counts; not below -60 dB. Bands in
    which the truth is silent are left out.
    """
    heard = truth.band_level_db > SPECTRUM_FLOOR_DB
    return _mean_difference(master.levels_db[:, heard], truth.levels_db[:, heard])


def crest_error_db(master: Portrait, truth: Portrait) -> float:
    """Absolute difference of the crest factor (sample peak over the RMS of both channels)."""
    return abs(master.crest_db - truth.crest_db)


def plr_error_db(master: Portrait, truth: Portrait) -> float:
    """Absolute difference of the peak to loudness ratio (true peak in dBTP minus integrated LUFS)."""
    return abs(master.plr_db - truth.plr_db)


def loudness_error_lu(master: Portrait, truth: Portrait) -> float:
    """Absolute difference of the integrated loudness, LU."""
    return abs(master.lufs - truth.lufs)


def spectrum_error_db(master: Portrait, truth: Portrait) -> float:
    """Mean absolute difference of the long-term spectra of left and right in twelfths of an octave.

    31 Hz to 16 kHz, both brought to equal loudness; levels below -80 dB at a loudness of 0 LUFS count as -80 dB.
    """
    return _mean_difference(master.spectrum_db, truth.spectrum_db)


def _mean_difference(one: Vector, other: Vector) -> float:
    return float(np.mean(np.abs(one - other))) if other.size else 0.0


ASPECTS: Mapping[str, Callable[[Portrait, Portrait], float]] = MappingProxyType(
    {
        "tone": tone_error_db,
        "width": width_error_db,
        "dynamics": dynamics_error_db,
        "crest": crest_error_db,
        "plr": plr_error_db,
        "loudness": loudness_error_lu,
        "spectrum": spectrum_error_db,
    }
)


def errors(master: Portrait, truth: Portrait) -> dict[str, float]:
    """Every aspect's error of a master against the true one."""
    return {aspect: error(master, truth) for aspect, error in ASPECTS.items()}
