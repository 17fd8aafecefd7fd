"""ffmpeg and SoX do what a treatment says."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from benchmarks.file_portrait import portrait_of
from benchmarks.other_software import treat
from benchmarks.treatment import Dynamics, EqMove, Treatment
from metamaster.learn.evaluation.levels import db
from metamaster.learn.evaluation.portrait import THIRD_OCTAVES_HZ, Portrait
from tests.learn.evaluation.test_metrics import RATE, quiet_parts, stereo_noise

pytestmark = [
    pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg on the path"),
    pytest.mark.skipif(shutil.which("sox") is None, reason="needs SoX on the path"),
]
NEUTRAL = Treatment("ffmpeg", (), None, 0.0, -18.0, None)
BOTH = pytest.mark.parametrize("software", ["ffmpeg", "sox"])


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("song") / "song.wav"
    soundfile.write(path, quiet_parts(0.5 * stereo_noise(), -12.0).T, RATE, subtype="FLOAT")
    return path


def treated(treatment: Treatment, song: Path, folder: Path) -> Portrait:
    treat(treatment, song, 0.0, folder / "treated.wav")
    return portrait_of(folder / "treated.wav")


def level_at(sound: Portrait, hz: float) -> float:
    return float((sound.tone_db + sound.lufs)[np.argmin(np.abs(THIRD_OCTAVES_HZ - hz))])


@BOTH
def test_nothing_asked_leaves_the_sound(software: str, song: Path, tmp_path: Path) -> None:
    after = treated(replace(NEUTRAL, software=software), song, tmp_path)
    assert after.tone_db == pytest.approx(portrait_of(song).tone_db, abs=0.01)


@BOTH
def test_a_bell_lifts_its_centre(software: str, song: Path, tmp_path: Path) -> None:
    bell = replace(NEUTRAL, software=software, eq=(EqMove("bell", 1000.0, 6.0, 0.7),))
    before, after = portrait_of(song), treated(bell, song, tmp_path)
    assert level_at(after, 1000.0) - level_at(after, 50.0) == pytest.approx(
        level_at(before, 1000.0) - level_at(before, 50.0) + 6.0, abs=0.3
    )


@BOTH
def test_a_tilt_turns_the_spectrum(software: str, song: Path, tmp_path: Path) -> None:
    tilt = replace(NEUTRAL, software=software, eq=(EqMove("tilt", 850.0, 4.0, 1.0),))
    change = treated(tilt, song, tmp_path).tone_db - portrait_of(song).tone_db
    assert change[-1] - change[3] == pytest.approx(4.0, abs=0.7)


@BOTH
def test_the_side_moves_by_its_gain(software: str, song: Path, tmp_path: Path) -> None:
    wide = treated(replace(NEUTRAL, software=software, side_db=4.0), song, tmp_path)
    assert wide.width_db - portrait_of(song).width_db == pytest.approx(4.0, abs=0.05)


@BOTH
@pytest.mark.parametrize(("ratio", "direction"), [(3.0, -1.0), (0.7, 1.0)])
def test_the_span_of_levels_follows_the_ratio(
    software: str, ratio: float, direction: float, song: Path, tmp_path: Path
) -> None:
    dynamics = Dynamics(
        threshold_db=float(db(np.mean(np.square(soundfile.read(song)[0])))) - 20.0,
        ratio=ratio,
        attack_ms=10.0,
        release_ms=100.0,
    )
    after = treated(replace(NEUTRAL, software=software, dynamics=dynamics), song, tmp_path)
    spans = [
        float(np.mean(sound.levels_db[1, :, 2] - sound.levels_db[1, :, 0])) for sound in (portrait_of(song), after)
    ]
    assert direction * (spans[1] - spans[0]) > 2.0
