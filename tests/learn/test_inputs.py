"""What the predictor is told: as many figures always, finite, and of the fingerprint nothing that an EQ changes."""

import numpy as np
import pytest

from metamaster.learn.inputs import (
    APART,
    ASKED,
    FEATURES,
    LOOKS,
    MIX_INPUTS,
    PIECE_INPUTS,
    SAME_SONG,
    mix_inputs,
    piece_inputs,
    usual_moves,
)
from metamaster.learn.style_model.model import Piece, piece_of
from metamaster.style.frames import Frames


def some_frames(seed: int = 0) -> Frames:
    random = np.random.default_rng(seed)
    power = 10.0 ** (random.normal(-4.0, 0.6, (2, 200, 29))).astype(np.float32)
    return Frames(power.astype(np.float32), np.sqrt(power.sum(axis=(0, 2))).astype(np.float32))


@pytest.fixture(scope="module")
def piece() -> Piece:
    return piece_of(some_frames())


def test_a_piece_is_told_by_a_fixed_number_of_figures(piece: Piece):
    told = piece_inputs(piece, -14.0)
    assert told.shape == (PIECE_INPUTS,) and told.dtype == np.float32


def test_silence_is_told_by_finite_figures():
    silence = piece_of(Frames(np.full((2, 80, 29), 1e-10, np.float32), np.zeros(80, np.float32)))
    told = piece_inputs(silence, -70.0)
    assert np.isfinite(told).all() and np.abs(told).max() <= 6.0


def test_an_equaliser_changes_nothing_of_what_the_fingerprint_tells(piece: Piece):
    frames = some_frames()
    gain = 10.0 ** np.linspace(-0.6, 0.6, 29, dtype=np.float32)
    equalised = piece_of(Frames((frames.power * gain).astype(np.float32), frames.peak))
    at = LOOKS["fingerprint"].start
    one, other = (piece_inputs(each, -14.0) for each in (piece, equalised))
    # What frames count as silence hangs on the whole, which an equaliser changes a little.
    assert one[at:] == pytest.approx(other[at:], abs=0.3)
    assert np.abs(one[:29] - other[:29]).max() > 0.5


def test_how_wide_a_piece_is_as_a_whole_is_told_by_its_loud_octaves():
    """Narrowed where there is little to hear, it is as wide as before; where there is much, it is narrower."""
    frames = some_frames()
    loud, quiet = slice(12, 15), slice(21, 24)
    frames.power[:, :, loud] *= 1000.0
    whole, at_quiet, at_loud = (_width(frames, bands) for bands in (slice(0), quiet, loud))
    assert at_quiet == pytest.approx(whole, abs=0.05) and at_loud < whole - 1.0


def _width(frames: Frames, narrowed: slice) -> float:
    power = frames.power.copy()
    power[1, :, narrowed] *= 0.01
    return float(piece_inputs(piece_of(Frames(power, frames.peak)), -14.0)[FEATURES + 1])


@pytest.fixture(scope="module")
def moved(piece: Piece) -> Piece:
    """The same music, every feature moved by three usual moves."""
    return piece._replace(features=piece.features + 3.0 * usual_moves())


def test_what_is_asked_for_is_told_in_usual_moves(piece: Piece, moved: Piece):
    told = mix_inputs(piece, -14.0, moved, np.asarray(2.0 * usual_moves(), float), 1.0)
    assert told.shape == (MIX_INPUTS,)
    assert told[ASKED] == pytest.approx(2.0) and told[SAME_SONG] == pytest.approx(1.0)


@pytest.mark.parametrize("same_song", [0.0, 0.5, 1.0])
def test_how_far_the_reference_is_apart_is_told_as_far_as_it_is_the_same_song(
    piece: Piece, moved: Piece, same_song: float
):
    told = mix_inputs(piece, -14.0, moved, np.zeros(FEATURES), same_song)
    assert told[APART] == pytest.approx(3.0 * same_song, rel=1e-4)
