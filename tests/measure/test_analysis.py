import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from jaxtyping import Float32

from metamaster.audio.source import Source
from metamaster.measure.analysis import Analysis, analyse
from metamaster.measure.levels import measure_levels
from metamaster.measure.table import analysis_rows
from tests.measure.signals import Samples, noise, sine


class Held(Source):
    """Samples held in memory, handed out in blocks."""

    def __init__(self, samples: Samples, sample_rate: int = 44100) -> None:
        self.name, self.sample_rate, self.channels = "held", sample_rate, samples.shape[0]
        self._samples = samples

    @property
    def frames(self) -> int:
        return self._samples.shape[1]

    def blocks(
        self, size: int = 65536, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        for at in range(start, self.frames if stop is None else stop, size):
            yield self._samples[:, at : at + size]


@pytest.fixture(scope="module")
def music() -> Analysis:
    wander = 10 ** (np.sin(np.arange(44100 * 6) / 44100) / 2)
    return analyse(Held((noise(44100 * 6) * wander).astype(np.float32)))


def numbers(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers(item)
    elif isinstance(value, list):
        for item in value:
            yield from numbers(item)
    else:
        yield value


def test_an_analysis_tells_what_was_read(music: Analysis) -> None:
    assert (music.name, music.sample_rate, music.channels, music.frames) == ("held", 44100, 2, 44100 * 6)
    assert music.duration_s == 6.0


def test_the_ratio_is_that_of_the_parts(music: Analysis) -> None:
    assert music.dynamics.plr_db == music.true_peak.dbtp - music.loudness.integrated_lufs


def test_the_short_way_measures_the_same_levels(music: Analysis) -> None:
    wander = 10 ** (np.sin(np.arange(44100 * 6) / 44100) / 2)
    levels = measure_levels(Held((noise(44100 * 6) * wander).astype(np.float32)))
    assert levels.true_peak.dbtp == music.true_peak.dbtp
    assert levels.loudness.integrated_lufs == music.loudness.integrated_lufs


@pytest.mark.parametrize("samples", [np.zeros((2, 44100 * 4), np.float32), noise(44100 * 4, channels=1), noise(100)])
def test_the_dictionary_is_json_of_finite_numbers(samples: Samples) -> None:
    held = analyse(Held(samples)).to_dict()
    assert json.loads(json.dumps(held, allow_nan=False)) == held
    assert {type(value) for value in numbers(held)} <= {float, int, str, bool, type(None)}


def test_the_dictionary_names_its_axes(music: Analysis) -> None:
    held = music.to_dict()
    assert len(held["axes"]["third_octave_hz"]) == len(held["spectrum"]["mid_db"])
    assert len(held["axes"]["octave_hz"]) == len(held["stereo"]["octave_width_db"])
    assert len(held["axes"]["percentiles"]) == len(held["dynamics"]["bands"]["short_levels_db"][0])


def test_what_silence_has_not_got_is_null() -> None:
    held = analyse(Held(np.zeros((2, 44100 * 4), np.float32))).to_dict()
    assert held["loudness"]["integrated_lufs"] is None
    assert held["dynamics"]["plr_db"] is None


@pytest.mark.parametrize("rate", [8000, 22050, 96000, 192000])
def test_every_sample_rate_is_analysed(rate: int) -> None:
    found = analyse(Held(sine(1000.0, 4.0, 0.5, rate), rate))
    assert found.loudness.integrated_lufs == pytest.approx(-6.0, abs=0.2)
    assert found.true_peak.dbtp == pytest.approx(-6.02, abs=0.1)


def test_rows_say_what_was_measured_with_its_unit(music: Analysis) -> None:
    rows = {label: (value, unit) for label, value, unit in analysis_rows(music)}
    assert rows["Integrated loudness"] == (f"{music.loudness.integrated_lufs:.1f}", "LUFS")
    assert rows["Channels"] == ("stereo", "")
    assert rows["Length"] == ("0:06.0", "min:s")


def test_rows_of_silence_say_that_there_is_nothing_to_measure() -> None:
    rows = {label: value for label, value, _ in analysis_rows(analyse(Held(np.zeros((1, 44100 * 4), np.float32))))}
    assert rows["Integrated loudness"] == "n/a"
    assert rows["True peak"] == "n/a"
    assert rows["Lost in mono"] == "0.0"


def test_what_rounds_to_nothing_has_no_sign(music: Analysis) -> None:
    nearly = replace(music, stereo=replace(music.stereo, mono_fold_db=-0.04))
    assert {label: value for label, value, _ in analysis_rows(nearly)}["Lost in mono"] == "0.0"


@pytest.mark.parametrize("folder", ["masters", "mixes"])
def test_real_music_reads_what_was_measured_elsewhere(shared_dir: Path, folder: str) -> None:
    with (shared_dir / "audio" / folder / "measurements.csv").open(newline="") as lines:
        expected = list(csv.DictReader(lines))[::7]
    for line in expected:
        samples, rate = sf.read(shared_dir / "audio" / folder / line["file"], dtype="float32", always_2d=True)
        found = analyse(Held(np.ascontiguousarray(samples.T), rate))
        assert found.loudness.integrated_lufs == pytest.approx(float(line["I"]), abs=0.15), line["file"]
        assert found.loudness.loudness_range_lu == pytest.approx(float(line["LRA"]), abs=0.3), line["file"]
        assert found.true_peak.dbtp == pytest.approx(float(line["TP"]), abs=0.25), line["file"]
        assert found.stereo.correlation == pytest.approx(float(line["corr"]), abs=0.01), line["file"]
        assert found.stereo.width_db == pytest.approx(float(line["side_mid_db"]), abs=0.2), line["file"]
