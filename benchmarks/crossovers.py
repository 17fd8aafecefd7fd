"""What a crossover's phase does to the peaks of finished music: ``python -m benchmarks.crossovers --audio FOLDER``.

Splits every record into the chain's three bands at their default corners, adds them up again untouched, and prints by
how many dB the ratio of true peak to loudness grew: with 4th-order Linkwitz-Riley crossovers, whose bands sum to an
all-pass, and with the chain's own.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfilt

from benchmarks.wav import read
from metamaster.chain.parameters import parameter
from metamaster.chain.pedalboard_renderer.crossover import ThreeBands
from metamaster.learn.evaluation.levels import Samples, loudness_lufs, true_peak_dbtp
from metamaster.report.markdown import markdown

_LOW_HZ, _HIGH_HZ = (parameter(f"multiband.{which}_crossover_hz").default for which in ("low", "high"))


def linkwitz_riley_sum(samples: Samples, sample_rate: int) -> Samples:
    """The sum of three untouched bands of 24 dB an octave: two all-passes in series."""
    for corner_hz in (_LOW_HZ, _HIGH_HZ):
        low, high = (butter(2, corner_hz, kind, fs=sample_rate, output="sos") for kind in ("lowpass", "highpass"))
        samples = np.asarray(
            sosfilt(np.concatenate([low, low]), samples) + sosfilt(np.concatenate([high, high]), samples), np.float32
        )
    return samples


def own_sum(samples: Samples, sample_rate: int) -> Samples:
    """The sum of the chain's own three bands, untouched."""
    rows = [
        np.sum(ThreeBands(_LOW_HZ, _HIGH_HZ, sample_rate).process(row.astype(np.float64)), axis=0) for row in samples
    ]
    return np.asarray(rows, np.float32)


def peak_to_loudness_db(samples: Samples, sample_rate: int) -> float:
    """True peak over integrated loudness."""
    return true_peak_dbtp(samples) - loudness_lufs(samples, sample_rate)


def main() -> None:
    """Measures every record and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audio", type=Path, required=True, help="a folder of finished masters")
    splits: tuple[Callable[[Samples, int], Samples], ...] = (linkwitz_riley_sum, own_sum)
    grown = []
    for path in sorted(parser.parse_args().audio.glob("*.flac")):
        samples, sample_rate = read(path)
        before = peak_to_loudness_db(samples, sample_rate)
        grown.append([peak_to_loudness_db(split(samples, sample_rate), sample_rate) - before for split in splits])
    steep, own = np.array(grown).T
    lines = [
        [name, f"{found.mean():.2f}", f"{np.median(found):.2f}", f"{found.max():.2f}"]
        for name, found in (("Linkwitz-Riley, 24 dB an octave", steep), ("first order, 6 dB an octave", own))
    ]
    print(markdown(("crossover", "mean dB", "median dB", "most dB"), lines))


if __name__ == "__main__":
    main()
