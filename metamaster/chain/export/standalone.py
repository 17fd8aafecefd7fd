"""Masters a file with settings that metamaster found: ``python THIS_SCRIPT.py IN OUT``.

Needs numpy, scipy, soundfile and pedalboard (one that has BrickwallLimiter: 0.9.26 or later), nothing of metamaster.
Reads any mono or stereo file that libsndfile can read, and writes stereo WAV, AIFF or FLAC of 24 bits; block by block,
so files may be of any length.

Up to the limiter this is metamaster's own chain. metamaster's limiter is not in Pedalboard; here its place is taken by
pedalboard.BrickwallLimiter(true_peak=True), which sounds a little different, changes the loudness slightly and may
let true peaks pass the ceiling by a few tenths of a decibel: measure what comes out.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pedalboard
import soundfile
from scipy.signal import sosfilt

SETTINGS: dict[str, float] = {}

# Pedalboard forgets its state at a block larger than any before; every block is of this size.
BLOCK = 65536
FORMATS = {".wav": "WAV", ".aif": "AIFF", ".aiff": "AIFF", ".flac": "FLAC"}
SHELF_Q = 1.0 / math.sqrt(2.0)
BANDS = ("low", "mid", "high")
MID_EQ = (
    ("low_shelf", "eq.mid.low_shelf"),
    ("peak", "eq.mid.bell_1"),
    ("peak", "eq.mid.bell_2"),
    ("peak", "eq.mid.bell_3"),
    ("peak", "eq.mid.bell_4"),
    ("high_shelf", "eq.mid.high_shelf"),
)
SIDE_EQ = (
    ("high_pass", "eq.side.high_pass"),
    ("peak", "eq.side.bell_1"),
    ("peak", "eq.side.bell_2"),
    ("high_shelf", "eq.side.high_shelf"),
)


def warped(freq_hz: float, sample_rate: int) -> float:
    """The analogue corner, under the bilinear transform, of a digital one; Pedalboard's filters end there too."""
    return math.tan(math.pi * min(freq_hz, sample_rate / 2.0 - 100.0) / sample_rate)


def gain(level_db: float) -> np.float32:
    """A level in dB as a factor."""
    return np.float32(10.0 ** (level_db / 20.0))


def encode(block: np.ndarray) -> np.ndarray:
    """Left/right to mid/side: mid = (L + R) / 2, side = (L - R) / 2."""
    half = np.float32(0.5)
    return np.stack([(block[0] + block[1]) * half, (block[0] - block[1]) * half])


def decode(block: np.ndarray) -> np.ndarray:
    """Mid/side to left/right."""
    return np.stack([block[0] + block[1], block[0] - block[1]])


class Board:
    """Pedalboard processors in series on one channel; what they remember lasts from block to block."""

    def __init__(self, plugins: Sequence[pedalboard.Plugin], sample_rate: int) -> None:
        self.board = pedalboard.Pedalboard(list(plugins))
        self.sample_rate = sample_rate

    def process(self, channel: np.ndarray) -> np.ndarray:
        """The next samples of the channel."""
        out: np.ndarray = self.board.process(channel[None], self.sample_rate, BLOCK, reset=False)
        return out.reshape(-1)


def eq_filter(kind: str, prefix: str, settings: dict[str, float]) -> pedalboard.Plugin:
    """One filter of the equaliser."""
    freq_hz = settings[f"{prefix}.freq_hz"]
    if kind == "high_pass":
        return pedalboard.HighpassFilter(freq_hz)
    gain_db = settings[f"{prefix}.gain_db"]
    if kind == "low_shelf":
        return pedalboard.LowShelfFilter(freq_hz, gain_db, SHELF_Q)
    if kind == "high_shelf":
        return pedalboard.HighShelfFilter(freq_hz, gain_db, SHELF_Q)
    return pedalboard.PeakFilter(freq_hz, gain_db, settings[f"{prefix}.q"])


class Sections:
    """Second-order sections on one channel, in double precision."""

    def __init__(self, *sections: list[float]) -> None:
        self.sections = np.array(sections)
        self.state = np.zeros((len(sections), 2))

    def process(self, channel: np.ndarray) -> np.ndarray:
        """The next samples of the channel."""
        out: np.ndarray
        out, self.state = sosfilt(self.sections, channel, zi=self.state)
        # No output can tell this from rest, and a processor is many times slower near 1e-308.
        self.state[np.abs(self.state) < 1e-200] = 0.0
        return out


class Crossover:
    """A one-pole low-pass, and what it leaves: together the very samples that came in."""

    def __init__(self, freq_hz: float, sample_rate: int) -> None:
        k = warped(freq_hz, sample_rate)
        gain = k / (1.0 + k)
        self.low = Sections([gain, gain, 0.0, 1.0, (k - 1.0) / (k + 1.0), 0.0])

    def process(self, channel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Low and high band of the next samples."""
        low = self.low.process(channel)
        return low, channel - low


class Multiband:
    """Three bands of one channel, compressed and summed."""

    def __init__(self, settings: dict[str, float], sample_rate: int) -> None:
        self.first = Crossover(settings["multiband.low_crossover_hz"], sample_rate)
        self.second = Crossover(settings["multiband.high_crossover_hz"], sample_rate)
        self.compressors = [Board([self.compressor(settings, band)], sample_rate) for band in BANDS]
        self.makeup = [gain(settings[f"multiband.{band}.makeup_db"]) for band in BANDS]

    @staticmethod
    def compressor(settings: dict[str, float], band: str) -> pedalboard.Compressor:
        """A band's compressor; what Pedalboard (JUCE) calls milliseconds is 2π times the true time constant."""
        return pedalboard.Compressor(
            threshold_db=settings[f"multiband.{band}.threshold_db"],
            ratio=settings[f"multiband.{band}.ratio"],
            attack_ms=2.0 * math.pi * settings[f"multiband.{band}.attack_ms"],
            release_ms=2.0 * math.pi * settings[f"multiband.{band}.release_ms"],
        )

    def process(self, channel: np.ndarray) -> np.ndarray:
        """The next samples of the channel."""
        low, rest = self.first.process(channel.astype(np.float64))
        bands = [low, *self.second.process(rest)]
        out = np.zeros_like(channel)
        for band, compressor, makeup in zip(bands, self.compressors, self.makeup, strict=True):
            out += compressor.process(band.astype(np.float32)) * makeup
        return out


class Image:
    """The side's level in three ranges, and none of it below a corner."""

    def __init__(self, settings: dict[str, float], sample_rate: int) -> None:
        middle_db = settings["image.mid_width_db"]
        high_pass = first_order_high_pass(settings["image.mono_below_hz"], sample_rate)
        low_shelf, _ = shelves(250.0, settings["image.low_width_db"] - middle_db, sample_rate)
        _, high_shelf = shelves(4000.0, settings["image.high_width_db"] - middle_db, sample_rate)
        self.filters = Sections(high_pass, high_pass, low_shelf, high_shelf)
        self.gain = 10.0 ** (middle_db / 20.0)

    def process(self, side: np.ndarray) -> np.ndarray:
        """The next samples of the side."""
        return (self.filters.process(side.astype(np.float64)) * self.gain).astype(np.float32)


def first_order_high_pass(freq_hz: float, sample_rate: int) -> list[float]:
    """A high-pass of 6 dB an octave as a second-order section."""
    k = warped(freq_hz, sample_rate)
    return [1.0 / (1.0 + k), -1.0 / (1.0 + k), 0.0, 1.0, (k - 1.0) / (k + 1.0), 0.0]


def shelves(freq_hz: float, gain_db: float, sample_rate: int) -> tuple[list[float], list[float]]:
    """The low and the high shelf of that corner and gain as second-order sections (R. Bristow-Johnson's cookbook)."""
    k = warped(freq_hz, sample_rate)
    root_gain = 10.0 ** (gain_db / 40.0)
    slope = k * math.sqrt(root_gain) / SHELF_Q
    boosted = bilinear(1.0, slope, root_gain * k * k)
    cut = bilinear(root_gain, slope, k * k)
    return section(root_gain, boosted, cut), section(root_gain, cut, boosted)


def bilinear(square: float, linear: float, constant: float) -> list[float]:
    """The polynomial in s as one in 1/z, highest power last."""
    return [square + linear + constant, 2.0 * (constant - square), square - linear + constant]


def section(factor: float, above: list[float], below: list[float]) -> list[float]:
    """A second-order section from numerator and denominator."""
    return [factor * b / below[0] for b in above] + [a / below[0] for a in below]


class UnlimitedChain:
    """Everything before the limiter: trim, equaliser, multiband dynamics, saturation, stereo image."""

    def __init__(self, settings: dict[str, float], sample_rate: int) -> None:
        self.trim = gain(float(np.float32(settings["trim.gain_db"])))
        rows = (MID_EQ, SIDE_EQ)
        self.eq = [Board([eq_filter(*slot, settings) for slot in row], sample_rate) for row in rows]
        self.multiband = [Multiband(settings, sample_rate) for _ in range(2)]
        drive_db, self.blend = settings["saturation.drive_db"], settings["saturation.blend"]
        self.curves = [Board([pedalboard.Distortion(drive_db)], sample_rate) for _ in range(2)]
        self.wet = np.float32(self.blend / 10.0 ** (drive_db / 20.0))
        self.image = Image(settings, sample_rate)

    def process(self, block: np.ndarray) -> np.ndarray:
        """The next block of left and right, (2, samples) float32."""
        pair = encode(block * self.trim)
        pair = np.stack([eq.process(channel) for eq, channel in zip(self.eq, pair, strict=True)])
        pair = np.stack([bands.process(channel) for bands, channel in zip(self.multiband, pair, strict=True)])
        mid, side = encode(self.saturate(decode(pair)))
        return decode(np.stack([mid, self.image.process(side)]))

    def saturate(self, block: np.ndarray) -> np.ndarray:
        """A tanh curve on left and right, blended with the clean sound."""
        wet = np.stack([curve.process(channel) for curve, channel in zip(self.curves, block, strict=True)])
        return np.float32(1.0 - self.blend) * block + self.wet * wet


class Limiter:
    """Pedalboard's limiter in place of metamaster's; gives the first samples late and so gives fewer at first."""

    def __init__(self, settings: dict[str, float], sample_rate: int) -> None:
        self.drive = gain(settings["limiter.drive_db"])
        self.sample_rate = sample_rate
        self.limiter = pedalboard.BrickwallLimiter(
            ceiling_db=settings["limiter.ceiling_db"],
            # Ours is the time in which the gain recovers 10 dB, theirs the time constant of a decay. With this
            # factor both gave the same level within 0.03 dB on a mix driven 8 dB, at 50, 150 and 400 ms.
            release_ms=0.15 * settings["limiter.release_ms"],
            true_peak=True,
        )

    def process(self, block: np.ndarray) -> np.ndarray:
        """What is ready of the limited left and right."""
        out: np.ndarray = self.limiter.process(block * self.drive, self.sample_rate, BLOCK, reset=False)
        return out


def stereo_blocks(source: soundfile.SoundFile) -> Iterator[np.ndarray]:
    """The file as (2, BLOCK) blocks, filled up with silence, and one of silence that drives out what is held back."""
    for frames in source.blocks(BLOCK, dtype="float32", always_2d=True, fill_value=0.0):
        # One of them would stay in the filters and spoil all that follows.
        if not np.isfinite(frames).all():
            raise SystemExit(f"{source.name} holds samples that are not numbers (NaN or infinite): export it again.")
        yield np.ascontiguousarray(np.broadcast_to(frames.T, (2, BLOCK)))
    yield np.zeros((2, BLOCK), np.float32)


def master(source_path: Path, target_path: Path, settings: dict[str, float]) -> None:
    """Masters one file into another."""
    with soundfile.SoundFile(source_path) as source:
        if source.channels > 2:
            raise SystemExit(f"{source_path} has {source.channels} channels: give a mono or stereo file.")
        chain, limiter = UnlimitedChain(settings, source.samplerate), Limiter(settings, source.samplerate)
        left = source.frames
        kind = FORMATS[target_path.suffix.lower()]
        with soundfile.SoundFile(target_path, "w", source.samplerate, 2, "PCM_24", format=kind) as target:
            for block in stereo_blocks(source):
                limited = limiter.process(chain.process(block))[:, :left]
                target.write(limited.T)
                left -= limited.shape[1]


def main(arguments: Sequence[str]) -> None:
    """Runs the script on its two arguments."""
    if len(arguments) != 2:
        raise SystemExit("Usage: python THIS_SCRIPT.py IN OUT")
    source, target = (Path(argument) for argument in arguments)
    if not source.is_file():
        raise SystemExit(f"{source} does not exist.")
    if target.exists():
        raise SystemExit(f"{target} exists already: name another file.")
    if target.suffix.lower() not in FORMATS:
        raise SystemExit(f"{target} has no suffix of {', '.join(FORMATS)}: give it one.")
    if not hasattr(pedalboard, "BrickwallLimiter"):
        raise SystemExit("This Pedalboard has no BrickwallLimiter: update it to 0.9.26 or later.")
    if not target.parent.is_dir():
        raise SystemExit(f"The folder {target.parent} does not exist: create it first.")
    try:
        master(source, target, SETTINGS)
    except (soundfile.LibsndfileError, OSError) as error:
        target.unlink(missing_ok=True)
        raise SystemExit(f"{source} cannot be mastered into {target}: {error}") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    main(sys.argv[1:])
