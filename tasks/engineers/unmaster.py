"""The way back: makes something like a mix out of a finished master, so that the master itself can be the truth.

Equalisation of up to 4 dB in three to five places, the side up or down by up to 3.9 dB, mostly expansion, which undoes
compression, or nothing, and −24 to −17 LUFS.
"""

import numpy as np

from tasks.engineers.draws import generator, log_uniform, move_db
from tasks.engineers.engineer import Stereo
from tasks.engineers.loudness import at_loudness
from tasks.engineers.other_software import WORKING_LUFS, draw_compression, draw_moves
from tasks.engineers.processors.dynamics import Dynamics, compressed
from tasks.engineers.processors.equaliser import equalised
from tasks.engineers.processors.stereo import widened

_MOST_EQ_DB, _MOST_SIDE_DB = 4.0, 3.9


class Unmastering:
    """One way of undoing a master, drawn from a seed; a pure function from master to mix."""

    def __init__(self, seed: int) -> None:
        rng = generator("unmastering", seed)
        self.key = f"unmastering {seed}"
        self._moves = draw_moves(rng, _MOST_EQ_DB)
        self._linear_phase = bool(rng.random() < 0.5)
        self._side_db = move_db(rng, 1.0, _MOST_SIDE_DB) if rng.random() < 0.85 else 0.0
        self._dynamics = _draw_dynamics(rng)
        self._loudness_lufs = float(rng.uniform(-24.0, -17.0))

    def mix(self, master: Stereo, sample_rate: int) -> Stereo:
        """The master undone, as long as it was, at the loudness of a mix."""
        sound = equalised(at_loudness(master, sample_rate, WORKING_LUFS), self._moves, sample_rate, self._linear_phase)
        if self._dynamics is not None:
            sound = compressed(sound, self._dynamics, sample_rate)
        if self._side_db:
            sound = widened(sound, (), self._side_db, sample_rate)
        return at_loudness(sound, sample_rate, self._loudness_lufs)


def _draw_dynamics(rng: np.random.Generator) -> Dynamics | None:
    lot = rng.random()
    if lot < 0.25:
        return None
    if lot < 0.45:
        return draw_compression(rng)
    return Dynamics(
        threshold_db=WORKING_LUFS + float(rng.uniform(-8.0, 2.0)),
        ratio=1.0 / log_uniform(rng, 1.1, 1.4),
        knee_db=float(rng.uniform(1.0, 6.0)),
        attack_ms=log_uniform(rng, 5.0, 40.0),
        release_ms=log_uniform(rng, 50.0, 300.0),
    )
