"""What happens to rendered stems, each by itself so that they still add up to the mix."""

from collections.abc import Iterator, Mapping

import numpy as np
from jaxtyping import Float, Float32

from tasks.songs.faults import LOW_STEMS, Faults
from tasks.songs.song import Stereo

EFFECTS = frozenset({"reverb", "echo"})
PIECE = 32768
"""Samples that are saturated at a time: as many as the processor's cache holds."""
KNOTS = 12
"""Points through which a fader wanders in the course of an excerpt."""


def summed(stems: Mapping[str, Stereo]) -> Stereo:
    """All stems added up."""
    first, *others = stems.values()
    mix = first.copy()
    for stem in others:
        mix += stem
    return mix


def scale_to_peak(mix: Stereo, stems: Mapping[str, Stereo], peak_dbfs: float) -> None:
    """Brings the mix to a peak, and its stems with it, in place."""
    peak = max(float(mix.max()), -float(mix.min()), 1e-9)
    scale = np.float32(10.0 ** (peak_dbfs / 20.0) / peak)
    for audio in (mix, *stems.values()):
        np.multiply(audio, scale, out=audio)


def treated(
    stems: dict[str, Stereo], faults: Faults, saturation_db: float, rng: np.random.Generator, sample_rate: int
) -> dict[str, Stereo]:
    """The stems, in place, each by itself so that they still add up to the mix: level, phase, saturation, ends."""
    shared = rng.standard_normal(KNOTS)
    for name, stem in stems.items():
        if name in LOW_STEMS and faults.low_phase_ms:
            _delay_right(stem, faults.low_phase_ms * 1e-3 * sample_rate)
        if saturation_db > 0.0 and name not in EFFECTS:
            _saturate(stem, saturation_db)
        _centre(stem, sample_rate)
        # Half of the wandering is the song's own, half each stem's.
        _ride(stem, faults.uneven_db * 0.7 * (shared + rng.standard_normal(KNOTS)))
        _end(stem, sample_rate)
    return stems


def stretches(
    knots: Float[np.ndarray, "*channels knots"], samples: int
) -> Iterator[tuple[slice, Float32[np.ndarray, "*channels stretch"]]]:
    """A line through evenly spaced knots, the first and the last at the ends, from each knot to the next."""
    line = np.asarray(knots, dtype=np.float32)
    size = -(-samples // (line.shape[-1] - 1))
    ramp = np.linspace(0.0, 1.0, size, endpoint=False, dtype=np.float32)
    for knot, start in enumerate(range(0, samples, size)):
        here, after = line[..., knot, None], line[..., knot + 1, None]
        yield slice(start, start + size), (here + (after - here) * ramp)[..., : samples - start]


def _ride(stem: Stereo, knots_db: Float[np.ndarray, " knots"]) -> None:
    """Moves the fader through the knots, evenly spaced over the song."""
    for here, gain in stretches(10.0 ** (knots_db / 20.0), stem.shape[1]):
        stem[:, here] *= gain


def _centre(stem: Stereo, sample_rate: int) -> None:
    """Takes out what is slower than about 5 Hz: direct current that saturation makes of lopsided waves."""
    count = max(2, round(stem.shape[1] / (0.1 * sample_rate)))
    edges = np.linspace(0, stem.shape[1], count + 1).round().astype(np.int64)
    means = np.add.reduceat(stem, edges[:-1], axis=1) / np.diff(edges).astype(np.float32)
    for here, line in stretches(means, stem.shape[1]):
        stem[:, here] -= line


def _delay_right(stem: Stereo, samples: float) -> None:
    """Makes the right side late, so that low notes partly cancel in the middle."""
    whole = round(samples)
    stem[1, whole:] = stem[1, : stem.shape[1] - whole].copy()
    stem[1, :whole] = 0.0


def _saturate(stem: Stereo, drive_db: float) -> None:
    """A hyperbolic tangent whose knee lies ``drive_db`` under the stem's peak, at the same peak."""
    peak = max(float(stem.max()), -float(stem.min()))
    if peak > 0.0:
        drive = np.float32(10.0 ** (drive_db / 20.0))
        for start in range(0, stem.shape[1], PIECE):
            piece = stem[:, start : start + PIECE]
            piece *= drive / np.float32(peak)
            np.tanh(piece, out=piece)
            piece *= np.float32(peak / np.tanh(drive))


def _end(stem: Stereo, sample_rate: int) -> None:
    """A short fade at both ends, where the excerpt was cut out of its song."""
    fade = np.linspace(0.0, 1.0, round(0.01 * sample_rate), dtype=np.float32)
    stem[:, : len(fade)] *= fade
    stem[:, -len(fade) :] *= fade[::-1]
