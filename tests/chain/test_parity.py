"""The two renderers sound the same: stage by stage, and as a whole."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.parity import (
    STAGES,
    Audio,
    Values,
    board_stage,
    in_blocks,
    jax_stage,
    largest_blocks,
    null_db,
    with_an_end,
    worst_spectrum_db,
)
from metamaster.chain.pedalboard_renderer.chain import encode
from tests.chain.signals import music_like, random_chain

SECONDS = 1.0
CHAINS = 3
PEAK = 1e-5
EQ_DB = 0.02
NULL_DB = -80.0

by_rate = pytest.mark.parametrize("sample_rate", [44100, 48000, 96000])
by_stage = pytest.mark.parametrize("name", STAGES)
by_chain = pytest.mark.parametrize("seed", range(CHAINS))
compiled = cache(jax_stage)


def given_to(name: str, audio: Audio) -> Audio:
    """The signal as the stage takes it: mid/side or left/right."""
    return encode(audio) if name in ("eq", "multiband", "image") else audio


def both(name: str, audio: Audio, sample_rate: int, values: Values) -> tuple[Audio, Audio]:
    """What Pedalboard's renderer and what JAX's makes of the same signal."""
    given = given_to(name, with_an_end(audio, sample_rate))
    board = in_blocks(board_stage(name, values, sample_rate), given, largest_blocks())
    return board, compiled(name, sample_rate)(given, values)


@by_rate
@by_stage
@by_chain
def test_each_stage_agrees_in_every_sample(name: str, sample_rate: int, seed: int):
    board, other = both(name, music_like(SECONDS, sample_rate), sample_rate, random_chain(seed))
    assert np.abs(board - other).max() <= PEAK


@by_rate
@by_chain
def test_the_equalisers_spectra_agree(sample_rate: int, seed: int):
    assert worst_spectrum_db(*both("eq", music_like(SECONDS, sample_rate), sample_rate, random_chain(seed))) <= EQ_DB


@by_rate
@by_chain
def test_the_whole_chain_cancels(sample_rate: int, seed: int):
    assert null_db(*both("chain", music_like(SECONDS, sample_rate), sample_rate, random_chain(seed))) <= NULL_DB


@pytest.mark.parametrize("name", ["rock__flags__a", "orchestral-comic__krampus-workshop__a", "trap__ripper__a"])
def test_the_whole_chain_cancels_on_music(shared_dir: Path, name: str):
    path = shared_dir / "audio" / "masters" / f"{name}.flac"
    samples, sample_rate = soundfile.read(path, round(SECONDS * 44100), 10 * 44100, dtype="float32")
    audio = np.ascontiguousarray(samples.T)
    assert null_db(*both("chain", audio, sample_rate, random_chain(0))) <= NULL_DB


@by_stage
def test_each_stage_agrees_at_the_lowest_rate_too(name: str):
    """Corners lie beyond half the sample rate there, and both renderers must end them at one place."""
    board, other = both(name, music_like(SECONDS, 8000), 8000, random_chain(0))
    assert np.abs(board - other).max() <= PEAK
