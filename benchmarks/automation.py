"""``python -m benchmarks.automation``: how much a moving control adds to the signal's own steps, and what it costs.

The signal is a sine of 100 Hz at 0.5, stereo, at 44.1 kHz; the control jumps at one second. "Set at once" is Pedalboard
with the control set between two blocks, near a crest; "here" is the chain with the same jump as a lane.
"""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pedalboard

from benchmarks.parity import in_blocks, largest_blocks
from metamaster.chain.lanes import Lanes
from metamaster.chain.parameters import parameter
from metamaster.chain.pedalboard_renderer.chain import UnlimitedChain
from metamaster.chain.settings import DEFAULTS

RATE = 44100
JUMP = RATE + RATE // 400
_BLOCK = 512


def sine() -> np.ndarray:
    """Two seconds of it."""
    t = np.arange(2 * RATE) / RATE
    return np.repeat((0.5 * np.sin(2.0 * np.pi * 100.0 * t))[None], 2, axis=0).astype(np.float32)


def steps(audio: np.ndarray) -> tuple[float, float]:
    """The largest step while the control stands still, and around its jump."""
    size = np.abs(np.diff(audio, axis=1)).max(axis=0)
    still = max(size[RATE // 2 : RATE - 2000].max(), size[3 * RATE // 2 :].max())
    return float(still), float(size[RATE - 2000 : RATE + RATE // 2].max())


def at_once(plugin: pedalboard.Plugin, change: Callable[[], None]) -> np.ndarray:
    """Pedalboard, with a setter called between two blocks."""
    audio, out = sine(), []
    for start in [*range(0, JUMP, _BLOCK), *range(JUMP, audio.shape[1], _BLOCK)]:
        stop = min(start + _BLOCK, JUMP if start < JUMP else audio.shape[1])
        if start == JUMP:
            change()
        out.append(plugin.process(audio[:, start:stop], RATE, _BLOCK, reset=False))
    return np.concatenate(out, axis=1)


def moving(name: str, before: float, after: float, **others: float) -> np.ndarray:
    """The chain, with the jump as a lane."""
    values = {**DEFAULTS.as_dict(), **{key.replace("__", "."): value for key, value in others.items()}}
    lanes = {name: ((JUMP / RATE, before), (JUMP / RATE, after))}
    return in_blocks(UnlimitedChain(values, RATE, lanes), sine(), largest_blocks())


def clicks() -> Iterator[tuple[str, tuple[float, float], tuple[float, float]]]:
    """What moved, and the steps set at once and here."""
    gain = pedalboard.Gain(0.0)
    yield (
        "gain 0 → −6 dB",
        steps(at_once(gain, lambda: setattr(gain, "gain_db", -6.0))),
        steps(moving("trim.gain_db", 0.0, -6.0)),
    )
    compressor = pedalboard.Compressor(0.0, 6.0)
    yield (
        "compressor threshold 0 → −20 dB, 6:1",
        steps(at_once(compressor, lambda: setattr(compressor, "threshold_db", -20.0))),
        steps(
            moving(
                "multiband.low.threshold_db", 0.0, -20.0, multiband__low__ratio=6.0, multiband__low_crossover_hz=400.0
            )
        ),
    )
    shelf = pedalboard.LowShelfFilter(300.0, 0.0)
    yield (
        "low shelf at 300 Hz 0 → 12 dB",
        steps(at_once(shelf, lambda: setattr(shelf, "gain_db", 12.0))),
        steps(moving("eq.mid.low_shelf.gain_db", 0.0, 12.0, eq__mid__low_shelf__freq_hz=300.0)),
    )
    peak = pedalboard.PeakFilter(1000.0, 0.0, 0.8)
    yield (
        "peak at 1 kHz 0 → 9 dB",
        steps(at_once(peak, lambda: setattr(peak, "gain_db", 9.0))),
        steps(moving("eq.mid.bell_2.gain_db", 0.0, 9.0, eq__mid__bell_2__freq_hz=1000.0)),
    )


def seconds(lanes: Lanes) -> float:
    """Wall seconds for ten seconds of noise."""
    noise = (0.1 * np.random.default_rng(0).standard_normal((2, 10 * RATE))).astype(np.float32)
    chain = UnlimitedChain(DEFAULTS.replace({"multiband.low.ratio": 2.0}).as_dict(), RATE, lanes)
    begin = time.perf_counter()
    in_blocks(chain, noise, largest_blocks())
    return time.perf_counter() - begin


def sweeps(*names: str) -> Lanes:
    """Those controls on the move all the time, from one end of their range to the other."""
    return {name: ((0.0, parameter(name).low), (10.0, parameter(name).high)) for name in names}


def main() -> None:
    """Prints both tables."""
    print("| jump | steady step | set at once | here | here / steady |\n| --- | ---: | ---: | ---: | ---: |")
    for name, (_, click), (still, moved) in clicks():
        print(f"| {name} | {still:.4f} | {click:.4f} | {moved:.4f} | {moved / still:.2f} |")
    print("\n| on the move all the time | × real time |\n| --- | ---: |")
    for name, lanes in (
        ("nothing", {}),
        ("one gain of the EQ", sweeps("eq.mid.bell_2.gain_db")),
        ("one threshold", sweeps("multiband.low.threshold_db")),
        ("trim, drive and a gain of the EQ", sweeps("trim.gain_db", "limiter.drive_db", "eq.mid.bell_2.gain_db")),
        ("a crossover", sweeps("multiband.low_crossover_hz")),
    ):
        print(f"| {name} | {seconds(lanes) / 10.0:.3f} |")


if __name__ == "__main__":
    main()
