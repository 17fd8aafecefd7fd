"""Engineers who work with other software than ours, so that learning does not fit itself to our own chain.

Other filters, other detectors, other curves, in an order that differs from engineer to engineer, on left and right or
on mid and side, are as strong as a mastering engineer's moves are: equalisation of 1 to 5.6 dB in three to five places,
ratios of 1.3 to 3, the side up or down by 1 to 5.4 dB, −15 to −9 LUFS.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tasks.engineers.character import character_of
from tasks.engineers.draws import generator, log_uniform, move_db
from tasks.engineers.engineer import Engineer, Mastered, Stereo, no_values
from tasks.engineers.loudness import at_loudness, limited_to, loudness_of
from tasks.engineers.processors.dynamics import Dynamics, compressed, transients_shaped
from tasks.engineers.processors.equaliser import Move, equalised
from tasks.engineers.processors.limiter import peak_limited
from tasks.engineers.processors.shaping import clipped, taped
from tasks.engineers.processors.stereo import encoded, widened

WORKING_LUFS = -20.0
_MOST_EQ_DB, _MOST_SIDE_DB = 5.6, 5.4
_QUIETEST_LUFS, _LOUDEST_LUFS = -15.0, -9.0
_LIMITER_ROUNDS = 4
_TRIED_LU = 0.1

Step = Callable[[Stereo, int], Stereo]


@dataclass(frozen=True)
class _Finish:
    """How a master is made loud: by which limiter, after how much clipping, and how loud."""

    loudness_lufs: float
    ceiling: float
    clip_db: float
    softness: float
    look_ahead_ms: float
    release_ms: float
    true_peak: bool


class OtherSoftwareEngineer(Engineer):
    """Masters with processors that are not the chain's, drawn from a genre and a seed."""

    name = "other-software"

    def __init__(self, genre: str, seed: int) -> None:
        self.key = f"other-software {genre} {seed}"
        rng = generator(f"other software of {genre}", seed)
        steps = [_equaliser(rng), _compressor(rng), *_colour(rng), *_transients(rng), *_width(rng)]
        order = rng.permutation(len(steps))
        self._steps = tuple(steps[index] for index in order)
        self._finish = _draw_finish(rng, character_of(genre).loudness_lufs)

    def master(self, audio: Stereo, sample_rate: int) -> Mastered:
        """The song through the processors, as loud as this engineer likes it where that does no damage."""
        sound = at_loudness(audio, sample_rate, WORKING_LUFS)
        for step in self._steps:
            sound = step(sound, sample_rate)
        return Mastered(_finished(sound, sample_rate, self._finish), no_values())


def draw_moves(rng: np.random.Generator, most_db: float) -> tuple[Move, ...]:
    """Three to five moves of 1 dB to ``most_db``: at most one tilt and one shelf at either end, the rest bells."""
    kinds = ("tilt", "low_shelf", "high_shelf", "bell", "bell", "bell")
    chosen = sorted(rng.choice(len(kinds), size=rng.integers(3, 6), replace=False))
    return tuple(_move(rng, kinds[index], most_db) for index in chosen)


def _move(rng: np.random.Generator, kind: str, most_db: float) -> Move:
    gain_db = move_db(rng, 1.0, most_db)
    if kind == "tilt":
        return Move("tilt", log_uniform(rng, 600.0, 1200.0), gain_db)
    if kind == "low_shelf":
        return Move("low_shelf", log_uniform(rng, 60.0, 300.0), gain_db, float(rng.uniform(1.0, 2.5)))
    if kind == "high_shelf":
        return Move("high_shelf", log_uniform(rng, 2500.0, 10000.0), gain_db, float(rng.uniform(1.0, 2.5)))
    return Move("bell", log_uniform(rng, 60.0, 12000.0), gain_db, float(rng.uniform(0.7, 2.5)))


def _equaliser(rng: np.random.Generator) -> Step:
    moves, linear_phase = draw_moves(rng, _MOST_EQ_DB), bool(rng.random() < 0.5)
    return lambda audio, rate: equalised(audio, moves, rate, linear_phase)


def draw_compression(rng: np.random.Generator) -> Dynamics:
    """A compressor as glue: ratio 1.3 to 3, its threshold about where the music at −20 LUFS lies."""
    return Dynamics(
        threshold_db=WORKING_LUFS + float(rng.uniform(-8.0, 2.0)),
        ratio=log_uniform(rng, 1.3, 3.0),
        knee_db=float(rng.uniform(2.0, 12.0)),
        attack_ms=log_uniform(rng, 3.0, 40.0),
        release_ms=log_uniform(rng, 50.0, 400.0),
    )


def _compressor(rng: np.random.Generator) -> Step:
    """On the whole sound, or on the mid alone."""
    dynamics, on_mid_side = draw_compression(rng), bool(rng.random() < 0.3)

    def step(audio: Stereo, rate: int) -> Stereo:
        if not on_mid_side:
            return compressed(audio, dynamics, rate)
        pair = encoded(audio)
        mid = compressed(np.stack([pair[0], pair[0]]), dynamics, rate)[0]
        return encoded(np.stack([mid, pair[1]]))

    return step


def _colour(rng: np.random.Generator) -> tuple[Step, ...]:
    if rng.random() < 0.5:
        return ()
    drive_db = float(rng.uniform(0.0, 9.0))
    return (lambda audio, rate: taped(audio, drive_db, rate),)


def _transients(rng: np.random.Generator) -> tuple[Step, ...]:
    if rng.random() < 0.7:
        return ()
    amount_db = move_db(rng, 1.0, 3.0)
    return (lambda audio, rate: transients_shaped(audio, amount_db, rate),)


def _width(rng: np.random.Generator) -> tuple[Step, ...]:
    """The side up or down, mostly by as much at all frequencies, sometimes more in the highs or less in the bass."""
    if rng.random() > 0.85:
        return ()
    width_db = move_db(rng, 1.0, _MOST_SIDE_DB)
    moves: list[Move] = []
    if rng.random() < 0.4:
        moves.append(Move("low_shelf", log_uniform(rng, 80.0, 250.0), -float(rng.uniform(2.0, 9.0)), 1.5))
    if rng.random() < 0.4:
        moves.append(Move("high_shelf", log_uniform(rng, 2500.0, 8000.0), move_db(rng, 1.0, 4.0), 2.0))
    chosen = tuple(moves)
    return (lambda audio, rate: widened(audio, chosen, width_db, rate),)


def _draw_finish(rng: np.random.Generator, usual_lufs: float) -> _Finish:
    wanted_lufs = 0.5 * usual_lufs + 0.5 * float(rng.uniform(_QUIETEST_LUFS, _LOUDEST_LUFS))
    return _Finish(
        loudness_lufs=float(np.clip(wanted_lufs, _QUIETEST_LUFS, _LOUDEST_LUFS)),
        ceiling=float(10.0 ** (rng.uniform(-1.2, -0.1) / 20.0)),
        clip_db=float(rng.uniform(0.0, 3.0)) if rng.random() < 0.5 else 0.0,
        softness=float(rng.uniform(0.0, 1.0)),
        look_ahead_ms=log_uniform(rng, 1.0, 8.0),
        release_ms=log_uniform(rng, 20.0, 250.0),
        true_peak=bool(rng.random() < 0.3),
    )


def _finished(sound: Stereo, sample_rate: int, finish: _Finish) -> Stereo:
    """Loud, under the ceiling: the drive into clipper and limiter is found by trying, as there is no forecast."""
    if finish.true_peak:
        ceiling_db = float(20.0 * np.log10(finish.ceiling))
        return limited_to(sound, sample_rate, finish.loudness_lufs, ceiling_db, finish.release_ms).audio
    aim_lufs = finish.loudness_lufs
    for _ in range(_LIMITER_ROUNDS):
        driven = at_loudness(sound, sample_rate, aim_lufs)
        if finish.clip_db > 0.0:
            driven = clipped(driven, finish.ceiling * 10.0 ** (finish.clip_db / 20.0), finish.softness)
        loud = peak_limited(driven, finish.ceiling, finish.look_ahead_ms, finish.release_ms, sample_rate)
        missing_lu = finish.loudness_lufs - loudness_of(loud, sample_rate)
        aim_lufs = min(aim_lufs + missing_lu, finish.loudness_lufs + 6.0)
        if abs(missing_lu) < _TRIED_LU:
            break
    return loud
