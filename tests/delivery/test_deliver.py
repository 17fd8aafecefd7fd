"""What is delivered keeps its promises on the file as written: loudness to 0.1 LU, true peak under the ceiling."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile
import soxr

from metamaster.audio.files import ArraySource
from metamaster.audio.source import Source
from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.pedalboard_renderer.limiter import Envelope
from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.delivery.deliver import Order, deliver, limited_blocks
from metamaster.errors import DeliveryFailed, OutputExists
from metamaster.measure.full_band_peak import FullBandPeak
from metamaster.measure.loudness import integrated_lufs
from metamaster.measure.true_peak import true_peak_db
from metamaster.options import MasterOptions
from metamaster.result import Delivered
from tests.conftest import RATE, Clip

TARGET_LUFS, CEILING_DB = -13.0, -1.0
SETTINGS = DEFAULTS.replace({"eq.mid.high_shelf.gain_db": 2.0, "multiband.low.ratio": 1.5})


def file_lufs(path: Path) -> float:
    samples, rate = soundfile.read(path)
    return float(pyloudnorm.Meter(rate).integrated_loudness(samples))


def file_peaks_db(path: Path) -> tuple[float, float]:
    """The true peak at eight times the rate, by our meter and by libsoxr's interpolation."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    finer = soxr.resample(samples, rate, 8 * rate, quality="VHQ")
    return true_peak_db(np.ascontiguousarray(samples.T)), float(20.0 * np.log10(np.abs(finer).max()))


def full_band_peak_db(path: Path) -> float:
    """By one Fourier interpolation of the whole file, which reads all that lies below half the sample rate."""
    samples = soundfile.read(path, always_2d=True)[0].T
    finer = np.fft.irfft(np.fft.rfft(samples), 16 * samples.shape[1]) * 16.0
    return float(20.0 * np.log10(np.abs(finer).max()))


Render = Callable[..., tuple[Path, Settings, Delivered]]


@pytest.fixture
def render(mix: Clip, tmp_path: Path) -> Render:
    """Delivers six seconds of the mix, or what is made of them."""

    def rendered(
        name: str = "master.wav",
        rate: int = RATE,
        made: Callable[[np.ndarray], np.ndarray] = lambda song: song,
        target_lufs: float = TARGET_LUFS,
        ceiling_db: float = CEILING_DB,
        bits: int = 24,
    ) -> tuple[Path, Settings, Delivered]:
        song = mix.samples[:, : 6 * RATE]
        samples = np.ascontiguousarray(soxr.resample(song.T, RATE, rate).T) if rate != RATE else song
        source = ArraySource(made(samples).astype(np.float32), rate, "song.wav")
        trim_db = WORKING_LOUDNESS_LUFS - integrated_lufs(source.read(), rate)
        order = Order(tmp_path / name, target_lufs, ceiling_db, bits)
        return (order.path, *deliver(source, SETTINGS.replace({"trim.gain_db": trim_db}), order))

    return rendered


CASES = {
    "16 bits": {"bits": 16},
    "24 bits": {"bits": 24},
    "float": {"bits": 32},
    "FLAC of 16 bits": {"name": "master.flac", "bits": 16},
    "FLAC of 24 bits": {"name": "master.flac"},
    "AIFF": {"name": "master.aiff"},
    "AIFF of floats": {"name": "master.aif", "bits": 32},
    "mono": {"made": lambda song: song[:1]},
    "22.05 kHz": {"rate": 22050},
    "48 kHz": {"rate": 48000},
    "96 kHz": {"rate": 96000, "bits": 16},
    "quiet input": {"made": lambda song: 0.01 * song, "target_lufs": -30.0},
    "hot input": {"made": lambda song: 8.0 * song},
    "music after silence": {"made": lambda song: np.pad(song, ((0, 0), (3 * RATE, 0)))},
    "loud": {"target_lufs": -9.0},
    "quiet": {"target_lufs": -35.0},
    "highest ceiling": {"ceiling_db": 0.0, "bits": 16},
    "lowest ceiling": {"ceiling_db": -12.0, "target_lufs": -24.0},
}


@pytest.mark.parametrize("case", CASES)
def test_the_file_has_the_loudness_and_keeps_the_ceiling(render: Render, case: str) -> None:
    path, _, _ = render(**CASES[case])
    target_lufs = CASES[case].get("target_lufs", TARGET_LUFS)
    ceiling_db = CASES[case].get("ceiling_db", CEILING_DB)
    ours, soxrs = file_peaks_db(path)
    assert file_lufs(path) == pytest.approx(target_lufs, abs=0.1)
    # Two interpolators differ by hundredths of a decibel close to half the sample rate.
    assert ours <= ceiling_db and soxrs <= ceiling_db + 0.02


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_is_what_the_file_measures(render: Render, case: str) -> None:
    path, _, delivered = render(**CASES[case])
    assert delivered.loudness_lufs == pytest.approx(file_lufs(path), abs=0.02)
    highest_db = max(file_peaks_db(path)[0], full_band_peak_db(path))
    assert delivered.true_peak_db == pytest.approx(highest_db, abs=0.03)


@pytest.mark.parametrize(
    ("name", "bits", "subtype"),
    [("a.wav", 16, "PCM_16"), ("a.wav", 24, "PCM_24"), ("a.wav", 32, "FLOAT"), ("a.flac", 24, "PCM_24")],
)
def test_the_file_is_as_long_as_the_song_and_as_deep_as_asked(
    render: Render, name: str, bits: int, subtype: str
) -> None:
    info = soundfile.info(render(name=name, bits=bits, rate=48000)[0])
    assert (info.frames, info.samplerate, info.channels, info.subtype) == (6 * 48000, 48000, 2, subtype)


def test_a_mono_file_stays_mono(render: Render) -> None:
    assert soundfile.info(render(made=lambda song: song[:1])[0]).channels == 1


def test_the_settings_tell_how_the_limiter_was_finally_set(render: Render) -> None:
    _, settings, _ = render()
    changed = {name for name, value in settings.as_dict().items() if value != SETTINGS[name]}
    assert changed == {"trim.gain_db", "limiter.drive_db", "limiter.ceiling_db"}
    assert settings["limiter.ceiling_db"] == pytest.approx(CEILING_DB, abs=0.05)


def test_the_reduction_is_told_ten_times_a_second(render: Render) -> None:
    _, _, delivered = render()
    assert len(delivered.reduction_db) == 60 and delivered.reduction_step_s == 0.1
    assert delivered.reduction_db.min() >= 0.0 and delivered.reduction_db.max() > 1.0


def test_a_target_below_the_song_needs_no_reduction(render: Render) -> None:
    assert not render(target_lufs=-35.0)[2].reduction_db.any()


def test_the_limiter_alone_serves_where_it_can(render: Render) -> None:
    assert render()[1]["saturation.blend"] == 0.0


def test_beyond_what_the_limiter_can_the_song_is_saturated(render: Render) -> None:
    _, settings, delivered = render(target_lufs=-7.5)
    assert settings["saturation.blend"] == 1.0 and delivered.loudness_lufs == pytest.approx(-7.5, abs=0.1)


@pytest.mark.parametrize(("target_lufs", "remedy"), [(0.0, "less loudness"), (-50.0, "more loudness")])
def test_an_impossible_loudness_fails_and_leaves_nothing(
    render: Render, tmp_path: Path, target_lufs: float, remedy: str
) -> None:
    with pytest.raises(DeliveryFailed, match=rf"song.wav cannot .*{remedy}"):
        render(target_lufs=target_lufs)
    assert list(tmp_path.iterdir()) == []


def test_a_loudness_not_insisted_on_is_approached(mix: Clip, tmp_path: Path) -> None:
    order = Order(tmp_path / "master.wav", -2.0, CEILING_DB, insist=False)
    _, delivered = deliver(ArraySource(mix.samples[:, : 6 * RATE], RATE), SETTINGS, order)
    assert delivered.asked_lufs == -2.0 and -9.0 < delivered.target_lufs < -3.0
    assert file_lufs(order.path) == pytest.approx(delivered.target_lufs, abs=0.1)


def hits(seconds: int = 8) -> np.ndarray:
    """A decaying noise every second, on digital silence: peaks so sparse that the forecast misses by tenths of a LU."""
    noise = np.random.default_rng(0).standard_normal(RATE // 2) * np.exp(-np.arange(RATE // 2) / (0.03 * RATE))
    return np.tile(np.pad(0.25 * noise, (0, RATE - RATE // 2)), (2, seconds)).astype(np.float32)


def test_hits_on_silence_are_mastered_as_loud_as_they_become(tmp_path: Path) -> None:
    order = Order(tmp_path / "master.wav", -4.8, CEILING_DB, insist=False)
    _, delivered = deliver(ArraySource(hits(), RATE), SETTINGS, order)
    assert delivered.asked_lufs == -4.8
    assert delivered.target_lufs == delivered.loudness_lufs == pytest.approx(file_lufs(order.path), abs=0.02)
    assert file_peaks_db(order.path)[0] <= CEILING_DB


def test_a_ceiling_holds_for_what_lies_close_to_half_the_sample_rate_too(tmp_path: Path) -> None:
    order = Order(tmp_path / "master.wav", -14.0, CEILING_DB)
    _, delivered = deliver(ArraySource(hits(), RATE), SETTINGS, order)
    assert full_band_peak_db(order.path) <= CEILING_DB + 0.01
    assert delivered.true_peak_db == pytest.approx(full_band_peak_db(order.path), abs=0.05)


def test_hits_that_the_forecast_thought_loud_enough_are_saturated_more(tmp_path: Path) -> None:
    order = Order(tmp_path / "master.wav", -14.0, CEILING_DB)
    deliver(ArraySource(hits(), RATE), SETTINGS, order)
    assert file_lufs(order.path) == pytest.approx(-14.0, abs=0.1)


def test_a_loudness_nobody_named_and_too_quiet_is_approached(mix: Clip, tmp_path: Path) -> None:
    order = Order(tmp_path / "master.wav", -60.0, CEILING_DB, insist=False)
    _, delivered = deliver(ArraySource(mix.samples[:, : 6 * RATE], RATE), SETTINGS, order)
    assert delivered.asked_lufs == -60.0 and delivered.loudness_lufs > -60.0


def test_a_peak_over_the_ceiling_by_less_than_samples_can_tell_is_no_reason_to_refuse(
    mix: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(upper: FullBandPeak) -> float:
        # As the taps do not see it: above what the limiter was set to, and rounded up to the ceiling where close to it.
        peak_db = ceilings[-1] + 0.1
        return CEILING_DB + 1.4e-7 if abs(peak_db - CEILING_DB) < 1e-4 else peak_db

    def limited(spool: Source, settings: Settings, envelope: Envelope | None, ceiling_db: float) -> object:
        ceilings.append(ceiling_db)
        return limited_blocks(spool, settings, envelope, ceiling_db)

    ceilings: list[float] = []
    monkeypatch.setattr("metamaster.delivery.deliver.limited_blocks", limited)
    monkeypatch.setattr(FullBandPeak, "result_db", read)
    order = Order(tmp_path / "master.wav", -2.0, CEILING_DB, insist=False)
    _, delivered = deliver(ArraySource(mix.samples[:, : 6 * RATE], RATE), SETTINGS, order)
    assert delivered.renders == 2 and delivered.true_peak_db <= CEILING_DB


def test_the_margin_goes_below_the_lowest_ceiling_that_can_be_set(mix: Clip) -> None:
    source, driven = ArraySource(mix.samples[:, : 6 * RATE], RATE), SETTINGS.replace({"limiter.ceiling_db": -12.0})
    limited = np.concatenate([block for block, _ in limited_blocks(source, driven, ceiling_db=-12.5)], axis=1)
    assert true_peak_db(limited) == pytest.approx(-12.5, abs=0.05)


def test_what_exists_is_left_alone(render: Render, tmp_path: Path) -> None:
    (tmp_path / "master.wav").write_bytes(b"old")
    with pytest.raises(OutputExists):
        render()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.parametrize("share", [0.1, 0.4, 0.6, 0.9])
def test_an_interruption_leaves_nothing(mix: Clip, tmp_path: Path, share: float) -> None:
    def interrupt(done: float) -> None:
        if done > share:
            raise KeyboardInterrupt

    order = Order(tmp_path / "master.wav", TARGET_LUFS, CEILING_DB)
    with pytest.raises(KeyboardInterrupt):
        deliver(ArraySource(mix.samples, RATE), SETTINGS, order, interrupt)
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_from_nothing_to_all(mix: Clip, tmp_path: Path) -> None:
    told: list[float] = []
    deliver(ArraySource(mix.samples, RATE), SETTINGS, Order(tmp_path / "a.wav", TARGET_LUFS, CEILING_DB), told.append)
    assert 0.0 < told[0] < 0.5 and told[-1] == pytest.approx(1.0) and max(told) <= 1.0


@pytest.mark.parametrize(("channels", "mono_lu"), [(1, 3.01), (2, 0.0)])
def test_a_mono_file_reads_less_than_it_sounds_in_two_loudspeakers(channels: int, mono_lu: float) -> None:
    order = Order.of(Path("a.wav"), -14.0, channels, MasterOptions())
    assert order.target_lufs == pytest.approx(-14.0 - mono_lu, abs=0.01)


@pytest.mark.parametrize(("loudness", "insist"), [("reference", False), (-14.0, True)])
def test_only_a_loudness_that_was_asked_for_is_insisted_on(loudness: float | str, insist: bool) -> None:
    assert Order.of(Path("a.wav"), -14.0, 2, MasterOptions(loudness=loudness)).insist is insist


def test_a_master_with_automation_keeps_its_promises_too(mix: Clip, tmp_path: Path) -> None:
    source = ArraySource(mix.samples[:, : 6 * RATE], RATE, "song.wav")
    lanes = {"limiter.drive_db": ((2.0, 0.0), (2.0, -12.0)), "eq.mid.bell_2.gain_db": ((1.0, 0.0), (4.0, 6.0))}
    order = Order(tmp_path / "moving.wav", TARGET_LUFS, CEILING_DB, 32)
    deliver(source, SETTINGS, order, lanes=lanes)
    assert file_lufs(order.path) == pytest.approx(TARGET_LUFS, abs=0.1)
    assert file_peaks_db(order.path)[0] <= CEILING_DB
    samples = soundfile.read(order.path, always_2d=True)[0].T
    fall_db = integrated_lufs(np.float32(samples[:, : 2 * RATE]), RATE) - integrated_lufs(
        np.float32(samples[:, 2 * RATE :]), RATE
    )
    assert fall_db > 6.0
