"""Measure the EBU and ITU test signals and write docs/loudness.md: every expected value beside ours.

Run ``python -m benchmarks.loudness_conformance``; the signals lie in shared/metrics/loudness beside the checkout.
"""

import argparse
import csv
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile as sf
from numpy.typing import NDArray

from metamaster.audio.atomic import atomic_text
from metamaster.measure.loudness import MOMENTARY_S, SHORT_TERM_S, LoudnessMeter, lufs
from metamaster.measure.true_peak import TruePeakMeter

REPOSITORY = Path(__file__).resolve().parent.parent
SIGNALS = REPOSITORY.parent / "shared" / "metrics" / "loudness"
PAGE = REPOSITORY / "docs" / "loudness.md"

_HOP_S = 0.01
_SUCCESSIVE = 20

_INTRODUCTION = """# Loudness and true peak against the standards

Made by `python -m benchmarks.loudness_conformance`. Each row is a test signal of EBU Tech 3341 or 3342, of ITU-R
BS.2217 or of pyloudnorm's own tests; where a row asks for a value that stays constant or for several values, the one
furthest from what is expected is shown.

- **Integrated loudness** is pyloudnorm's (the same filters, gates and block borders), read block by block. One thing
  differs: pyloudnorm counts a gating block that the end of the file cuts off when at least half a hop of it is there;
  BS.1770 leaves it out, and so do we. On files of a whole number of 0.1 s both give the same value.
- **Loudness range** follows Tech 3342 with a window every 0.1 s, whole windows only. pyloudnorm takes one every 0.09 s
  and first puts 1.5 s of silence behind the file, which reads music that ends without a fade up to 1.6 LU wider than
  ffmpeg's meter and ours do.
- **Maxima** of momentary and short-term loudness are taken over windows 10 ms apart; the curves have a point
  each 0.1 s.
- **True peak** is read at 8 times the sample rate, with a parabola through each local maximum. Its 48 taps are flat
  within 0.01 dB up to 0.46 of the sample rate and fall off above. What is delivered is read a second time, right up to
  half the sample rate, where partials above 0.45 of it add up to 0.002 of full scale or more
  (`measure/full_band_peak.py`), and the higher reading counts: on a master with 18 dB of saturation the taps read
  0.2 dB less than a Fourier interpolation of the whole file, the second reading the same. `metamaster analyze` and
  reports read the taps alone.
- A mono file is one loudspeaker, as BS.1770 has it: 3 LU less than the same signal in both channels.

"""


@dataclass(frozen=True)
class Row:
    """One line of expected.csv: what the signal in ``file`` must read, within ``below`` and ``above``."""

    file: str
    quantity: str
    expected: tuple[float, ...]
    expected_text: str
    below: float
    above: float
    tolerance_text: str

    @property
    def name(self) -> str:
        return f"{Path(self.file).stem}: {self.quantity}"


@dataclass(frozen=True, eq=False)
class Reading:
    """What the meters say about one signal."""

    integrated: float
    loudness_range: float
    true_peak: float
    momentary: NDArray[np.float64]
    short_term: NDArray[np.float64]
    seconds: float


def rows(folder: Path) -> list[Row]:
    """Read expected.csv in ``folder``."""
    with (folder / "expected.csv").open(newline="") as lines:
        return [_row(line) for line in csv.DictReader(lines)]


def _row(line: dict[str, str]) -> Row:
    tolerance = line["tolerance"].split()[0]
    above, _, below = tolerance.partition("/")
    text = line["expected"]
    steps = tuple(float(value) for value in range(-38, -18)) if "..." in text else (float(text),)
    return Row(
        file=line["file"],
        quantity=line["quantity"],
        expected=steps,
        expected_text=text,
        below=abs(float(below or above)),
        above=abs(float(above)),
        tolerance_text=line["tolerance"],
    )


@lru_cache(maxsize=1)
def read(path: Path) -> Reading:
    """Measure one file, block by block."""
    info = sf.info(path)
    loudness = LoudnessMeter(info.samplerate, info.channels)
    peak = TruePeakMeter(info.samplerate, info.channels)
    for block in sf.blocks(path, blocksize=65536, dtype="float32", always_2d=True):
        samples = np.ascontiguousarray(block.T)
        loudness.add(samples)
        peak.add(samples)
    result = loudness.result()
    return Reading(
        integrated=result.integrated_lufs,
        loudness_range=result.loudness_range_lu,
        true_peak=peak.result().dbtp,
        momentary=lufs(loudness.powers(MOMENTARY_S, _HOP_S)),
        short_term=lufs(loudness.powers(SHORT_TERM_S, _HOP_S)),
        seconds=info.duration,
    )


def measured(row: Row, reading: Reading) -> NDArray[np.float64]:
    """Give every value that the row speaks of; raises ValueError for a quantity that has no meter."""
    if row.quantity not in _MEASURES:
        raise ValueError(f"expected.csv asks for {row.quantity!r}, which this command cannot measure")
    return np.atleast_1d(_MEASURES[row.quantity](reading))


def _successive(series: NDArray[np.float64], window_s: float, seconds: float) -> NDArray[np.float64]:
    """The maximum of each twentieth of the signal, over the windows that end in it."""
    ends = window_s + _HOP_S * np.arange(len(series))
    part = np.minimum(ends * _SUCCESSIVE / seconds, _SUCCESSIVE - 1).astype(int)
    return np.array([series[part == which].max() for which in range(_SUCCESSIVE)])


_MEASURES: dict[str, Callable[[Reading], NDArray[np.float64] | float]] = {
    "I": lambda of: of.integrated,
    "LRA": lambda of: of.loudness_range,
    "M,S,I": lambda of: np.concatenate([of.momentary, of.short_term, [of.integrated]]),
    "S (constant after 3 s)": lambda of: of.short_term,
    "M (constant after 1 s)": lambda of: of.momentary[round((1.0 - MOMENTARY_S) / _HOP_S) :],
    "max S": lambda of: float(of.short_term.max()),
    "max M": lambda of: float(of.momentary.max()),
    "max S, 20 successive values": lambda of: _successive(of.short_term, SHORT_TERM_S, of.seconds),
    "max M, 20 successive values": lambda of: _successive(of.momentary, MOMENTARY_S, of.seconds),
    "max true peak dBTP": lambda of: of.true_peak,
}


def errors(row: Row, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give measured minus expected, one by one."""
    return np.asarray(values - np.array(row.expected))


def passes(row: Row, values: NDArray[np.float64]) -> bool:
    """Say whether every value lies within the row's tolerance."""
    off = errors(row, values)
    return bool(np.all((off >= -row.below) & (off <= row.above)))


def _line(row: Row, values: NDArray[np.float64]) -> str:
    worst = values[np.argmax(np.abs(errors(row, values)))]
    digits = 7 if row.above < 0.001 else 3
    verdict = "pass" if passes(row, values) else "**FAIL**"
    return (
        f"| {row.file} | {row.quantity} | {row.expected_text} | {row.tolerance_text} | {worst:.{digits}f} | {verdict} |"
    )


def page(folder: Path) -> tuple[str, int]:
    """Write the page's text; also count the rows that fail."""
    lines, failed = [], 0
    for row in rows(folder):
        values = measured(row, read(folder / row.file))
        lines.append(_line(row, values))
        failed += not passes(row, values)
    head = "| file | quantity | expected | tolerance | measured | verdict |\n|---|---|---|---|---|---|\n"
    summary = f"{len(lines) - failed} of {len(lines)} rows pass.\n\n"
    return _INTRODUCTION + summary + head + "\n".join(lines) + "\n", failed


def main() -> int:
    """Write docs/loudness.md; leave with 1 where a row fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--signals", type=Path, default=SIGNALS, help="folder with expected.csv")
    parser.add_argument("--out", type=Path, default=PAGE, help="page to write")
    options = parser.parse_args()
    if not (options.signals / "expected.csv").is_file():
        print(f"{options.signals} holds no expected.csv: name the folder of test signals with --signals")
        return 1
    text, failed = page(options.signals)
    atomic_text(options.out, text, overwrite=True)
    print(f"{options.out}: {'all rows pass' if not failed else f'{failed} rows fail'}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
