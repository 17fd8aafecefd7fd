"""Masters without any learning to be nearer than."""

import shutil
from pathlib import Path

from benchmarks.loudness_only import to_loudness
from benchmarks.wav import read, write
from metamaster.learn.evaluation.levels import loudness_lufs
from metamaster.learn.evaluation.match_eq import half_matched


def none(mix: Path, reference: Path, out: Path) -> None:
    """The mix as it is."""
    del reference
    shutil.copyfile(mix, out)


def loudness_only(mix: Path, reference: Path, out: Path) -> None:
    """Gain to the reference's loudness through ffmpeg's limiter, at -1 dBTP or below."""
    samples, sample_rate = read(mix)
    write(out, to_loudness(samples, sample_rate, loudness_lufs(*read(reference))), sample_rate)


def half_match_eq(mix: Path, reference: Path, out: Path) -> None:
    """Half of a one-octave-smoothed match EQ, at most 3 dB, as a linear-phase filter; then as loudness only."""
    (samples, sample_rate), (wanted, wanted_rate) = read(mix), read(reference)
    if sample_rate != wanted_rate:
        raise ValueError(f"{mix.name} and {reference.name} differ in sample rate: convert one of them first.")
    matched = half_matched(samples, wanted, sample_rate)
    write(out, to_loudness(matched, sample_rate, loudness_lufs(wanted, wanted_rate)), sample_rate)
