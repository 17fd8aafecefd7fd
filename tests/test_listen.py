"""One pass over a file checks it, measures it and reads its frames; several files at once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.audio import file_source
from metamaster.audio.decoding import decoder
from metamaster.audio.files import ArraySource, open_source
from metamaster.errors import NonFiniteInput, SilentInput, TooShort
from metamaster.listen import listen, listen_all
from metamaster.measure.analysis import Depth, analyse
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import FrameReader
from tests.conftest import RATE, Clip


def source(clip: Clip, name: str = "song") -> ArraySource:
    return ArraySource(clip.samples, RATE, name)


def test_it_measures_what_an_analysis_does(mix: Clip) -> None:
    assert listen(source(mix)).analysis.to_dict() == analyse(source(mix)).to_dict()


def test_without_peaks_loudness_and_spectrum_are_the_same(mix: Clip) -> None:
    whole, light = listen(source(mix)).analysis, listen(source(mix), depth=Depth.SPECTRUM).analysis
    assert light.loudness.integrated_lufs == whole.loudness.integrated_lufs
    assert light.stereo.low_correlation == whole.stereo.low_correlation
    assert light.true_peak.dbtp == -np.inf and light.defects.clipped_runs == 0


def test_every_source_is_listened_to_in_its_depth(mix: Clip) -> None:
    deep, shallow = (one.analysis for one in listen_all([source(mix)] * 2, depths=[Depth.PEAKS, Depth.LOUDNESS]))
    assert shallow.loudness.integrated_lufs == deep.loudness.integrated_lufs
    assert np.isfinite(deep.true_peak.dbtp) and not np.isfinite(shallow.true_peak.dbtp)
    assert deep.spectrum.mid_db.max() > -60.0 and shallow.spectrum.mid_db.max() == -150.0


def test_it_reads_the_frames_of_the_whole(mix: Clip) -> None:
    reader = FrameReader()
    reader.add(mix.samples)
    frames = listen(source(mix)).frames
    assert np.array_equal(frames.power, reader.result().power)


@pytest.mark.parametrize("rate", [8000, 22050, 48000, 96000])
def test_frames_are_at_one_rate_whatever_the_files(rate: int) -> None:
    seconds = 4
    times = np.arange(seconds * rate) / rate
    sine = (0.25 * np.sin(2.0 * np.pi * 1000.0 * times)).astype(np.float32)
    mid = listen(ArraySource(np.stack([sine, sine]), rate)).frames.power[0]
    assert abs(len(mid) - (seconds * STYLE_RATE // 2048 - 3)) <= 1
    # Away from the ends, where the sound begins and the resampler fades.
    assert 10.0 * np.log10(mid[4:-4, 16]) == pytest.approx(10.0 * np.log10(0.25**2 / 2), abs=0.05)


def test_progress_reaches_the_end(mix: Clip) -> None:
    told: list[float] = []
    listen_all([source(mix), source(mix)], told.append)
    assert told[-1] == pytest.approx(1.0) and told == sorted(told)


def test_a_file_whose_length_only_decoding_tells_is_decoded_once(
    mix: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soundfile.write(tmp_path / "song.ogg", mix.samples[:, : 5 * RATE].T, RATE)
    song, passes = open_source(tmp_path / "song.ogg"), []
    monkeypatch.setattr(file_source, "decoder", lambda *how, **more: passes.append(how) or decoder(*how, **more))
    listen(song)
    assert len(passes) == 1


@pytest.mark.parametrize("thought", [0.5, 2.0])
def test_progress_ends_at_the_end_where_the_length_was_thought_another(mix: Clip, thought: float) -> None:
    class Misjudged(ArraySource):
        expected_frames = round(thought * mix.samples.shape[1])

    told: list[float] = []
    listen(Misjudged(mix.samples, RATE), told.append)
    assert told[-1] == 1.0 and told == sorted(told)


def test_results_come_in_the_order_of_the_sources(mix: Clip) -> None:
    names = ("a", "b", "c", "d")
    assert tuple(one.source.name for one in listen_all([source(mix, name) for name in names])) == names


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda song: np.where(np.arange(song.shape[1]) == 200_000, np.nan, song), NonFiniteInput),
        (lambda song: np.where(np.arange(song.shape[1]) == 200_000, np.inf, song), NonFiniteInput),
        (lambda song: 0.0 * song, SilentInput),
        (lambda song: 1e-5 * song, SilentInput),
        (lambda song: song[:, : 3 * RATE - 1], TooShort),
    ],
)
def test_what_is_of_no_use_is_refused(mix: Clip, spoil: object, error: type[Exception]) -> None:
    spoilt = ArraySource(spoil(mix.samples).astype(np.float32), RATE, "spoilt.wav")
    with pytest.raises(error, match=r"spoilt\.wav"):
        listen_all([source(mix), spoilt])


class Endless(ArraySource):
    """Gives its samples over and over, until nobody takes them."""

    def __init__(self, samples: np.ndarray) -> None:
        super().__init__(samples, RATE, "endless")
        self.left = threading.Event()

    def blocks(self, size: int = 65536, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        try:
            while True:
                yield from super().blocks(size, start, stop)
        finally:
            self.left.set()


def test_an_error_ends_the_listening_to_other_files(mix: Clip) -> None:
    endless = Endless(mix.samples)
    with pytest.raises(TooShort):
        listen_all([ArraySource(mix.samples[:, :RATE], RATE), endless])
    assert endless.left.wait(10.0)


def test_an_offset_is_told_but_not_heard(mix: Clip) -> None:
    plain = listen(ArraySource(mix.samples, RATE))
    offset = listen(ArraySource(mix.samples + np.float32(0.3), RATE))
    assert offset.analysis.spectrum.dc_offset == pytest.approx((0.3, 0.3), abs=1e-3)
    assert float(offset.source.read().mean(dtype=np.float64)) == pytest.approx(0.0, abs=1e-6)
    np.testing.assert_allclose(offset.frames.power, plain.frames.power, rtol=0.05, atol=1e-6)
