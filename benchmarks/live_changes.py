"""``python -m benchmarks.live_changes``: the largest steps that changes make in the live insert.

Every control of the chain jumps from its lowest value to its highest and back, in an insert with every stage at work,
under sines of 50 and 100 Hz at 0.5. Told are the controls whose change makes the largest step between two samples, in
times of the largest step that the sound has before or after by itself.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.live import BUSY, RATE
from bridge.live.insert import Insert, Sound
from metamaster.chain.parameters import PARAMETERS, Parameter
from metamaster.chain.settings import DEFAULTS

BLOCK = 256
AT = RATE // 2
SETTLED = AT + RATE // 3
TOLD = 8
TONES_HZ = (50.0, 100.0)
AUDIBLE = {
    "limiter.drive_db": 6.0,
    "eq.side.bell_1.gain_db": 3.0,
    "eq.mid.low_shelf.gain_db": 3.0,
    "eq.mid.bell_2.gain_db": 3.0,
}


def sine(hz: float) -> np.ndarray:
    """1.2 s, the sides unlike each other."""
    t = np.arange(round(1.2 * RATE)) / RATE
    return np.stack([0.5 * np.sin(2.0 * np.pi * hz * t), 0.4 * np.sin(2.0 * np.pi * hz * t + 0.5)]).astype(np.float32)


def share(audio: np.ndarray, name: str, before: float, after: float) -> float:
    """The largest step around a change, in times of the steady one."""
    base = DEFAULTS.as_dict() | BUSY | AUDIBLE
    insert, out = Insert(Sound(base | {name: before}), RATE), []
    for start in range(0, audio.shape[1], BLOCK):
        insert.aim(Sound(base | {name: after if start >= AT else before}))
        out.append(insert.process(audio[:, start : start + BLOCK]))
    steps = np.abs(np.diff(np.concatenate(out, axis=1), axis=1)).max(axis=0)
    steady = max(steps[AT // 2 : AT - BLOCK].max(), steps[SETTLED:].max())
    return float(steps[AT - BLOCK : SETTLED].max() / steady)


def worst() -> Iterator[tuple[float, Parameter]]:
    """Every control with its largest share."""
    for one in PARAMETERS:
        jumps = ((one.low, one.high), (one.high, one.low))
        yield max(share(sine(hz), one.name, *jump) for hz in TONES_HZ for jump in jumps), one


if __name__ == "__main__":
    print("| control, from end to end | step, in times of the steady one |")
    print("| --- | ---: |")
    for found, entry in sorted(worst(), key=lambda pair: -pair[0])[:TOLD]:
        print(f"| `{entry.name}` | {found:.2f} |")
