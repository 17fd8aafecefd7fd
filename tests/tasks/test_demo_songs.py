"""The built-in demo: a mix with the faults that mastering mends, and a finished record to master it after."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pyloudnorm
import pytest
from scipy import signal

from tasks.songs.demo import demo_mix, demo_reference
from tasks.songs.song import Song

RATE = 44100
Maker = Callable[[int, int], Song]


@cache
def rendered_once(make: Maker, seed: int, sample_rate: int = RATE) -> Song:
    return make(seed, sample_rate)


@pytest.fixture
def mix() -> Song:
    return rendered_once(demo_mix, 0)


@pytest.fixture
def reference() -> Song:
    return rendered_once(demo_reference, 0)


def loudness(song: Song) -> float:
    return float(pyloudnorm.Meter(song.sample_rate).integrated_loudness(song.mix.T))


def peak_db(samples: np.ndarray) -> float:
    return float(20.0 * np.log10(np.abs(samples).max()))


def oversampled_peak_db(samples: np.ndarray) -> float:
    return peak_db(signal.resample_poly(samples, 4, 1, axis=-1))


def band_db(channel: np.ndarray, low_hz: float, high_hz: float) -> float:
    frequency, power = signal.welch(channel, RATE, nperseg=8192)
    return float(10.0 * np.log10(power[(frequency >= low_hz) & (frequency < high_hz)].mean()))


def middle(song: Song) -> np.ndarray:
    return 0.5 * (song.mix[0] + song.mix[1])


def side(song: Song) -> np.ndarray:
    return 0.5 * (song.mix[0] - song.mix[1])


def bar_loudness(song: Song, start_s: float, stop_s: float) -> float:
    part = song.mix[:, round(start_s * RATE) : round(stop_s * RATE)]
    return float(pyloudnorm.Meter(RATE).integrated_loudness(part.T))


@pytest.mark.parametrize("make", [demo_mix, demo_reference])
def test_same_seed_gives_same_samples(make: Maker) -> None:
    first, second = rendered_once(make, 0, 22050), make(0, 22050)
    pairs = [(first.mix, second.mix), *((first.stems[name], second.stems[name]) for name in first.stems)]
    assert all(np.array_equal(one, other) for one, other in pairs)


@pytest.mark.parametrize("make", [demo_mix, demo_reference])
def test_another_seed_gives_another_song(make: Maker) -> None:
    first, second = rendered_once(make, 0).mix, rendered_once(make, 1).mix
    shortest = min(first.shape[1], second.shape[1])
    assert abs(np.corrcoef(first[0, :shortest], second[0, :shortest])[0, 1]) < 0.5


@pytest.mark.parametrize("make", [demo_mix, demo_reference])
@pytest.mark.parametrize("sample_rate", [22050, 48000])
def test_a_song_lasts_about_forty_seconds_at_any_sample_rate(make: Maker, sample_rate: int) -> None:
    song = rendered_once(make, 0, sample_rate)
    assert 36.0 < song.mix.shape[1] / song.sample_rate < 45.0


@pytest.mark.parametrize("name", ["mix", "reference"])
def test_every_sample_is_finite(name: str, request: pytest.FixtureRequest) -> None:
    song: Song = request.getfixturevalue(name)
    assert all(np.isfinite(audio).all() for audio in (song.mix, *song.stems.values()))


@pytest.mark.parametrize("name", ["mix", "reference"])
def test_stems_and_mix_are_stereo_float32_of_one_length(name: str, request: pytest.FixtureRequest) -> None:
    song: Song = request.getfixturevalue(name)
    assert {(audio.shape, audio.dtype) for audio in song.stems.values()} == {(song.mix.shape, song.mix.dtype)}


@pytest.mark.parametrize("name", ["mix", "reference"])
def test_no_stem_is_silent(name: str, request: pytest.FixtureRequest) -> None:
    song: Song = request.getfixturevalue(name)
    assert all(peak_db(stem) > -50.0 for stem in song.stems.values())


@pytest.mark.parametrize("name", ["mix", "reference"])
def test_the_song_has_no_direct_current(name: str, request: pytest.FixtureRequest) -> None:
    song: Song = request.getfixturevalue(name)
    assert np.abs(song.mix.mean(axis=1)).max() < 1e-3


def test_stems_of_the_mix_add_up_to_it(mix: Song) -> None:
    assert np.allclose(sum(mix.stems.values()), mix.mix, atol=1e-5)


def test_mix_leaves_six_decibels_of_headroom(mix: Song) -> None:
    assert peak_db(mix.mix) == pytest.approx(-6.0, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_mix_is_as_quiet_as_an_unmastered_mix(seed: int) -> None:
    assert -23.0 < loudness(rendered_once(demo_mix, seed)) < -18.0


@pytest.mark.parametrize("seed", range(3))
def test_reference_is_as_loud_as_a_record(seed: int) -> None:
    assert -11.0 < loudness(rendered_once(demo_reference, seed)) < -9.0


@pytest.mark.parametrize("seed", range(3))
def test_reference_keeps_its_true_peak(seed: int) -> None:
    assert oversampled_peak_db(rendered_once(demo_reference, seed).mix) <= -0.3


def test_mix_is_duller_than_the_reference(mix: Song, reference: Song) -> None:
    tops = [band_db(middle(s), 5000, 14000) - band_db(middle(s), 500, 2000) for s in (mix, reference)]
    assert tops[0] < tops[1] - 3.0


def test_mix_is_muddier_than_the_reference(mix: Song, reference: Song) -> None:
    muds = [band_db(middle(s), 250, 400) - band_db(middle(s), 1000, 4000) for s in (mix, reference)]
    assert muds[0] > muds[1] + 3.0


def test_mix_is_narrower_than_the_reference(mix: Song, reference: Song) -> None:
    widths = [band_db(side(s), 500, 8000) - band_db(middle(s), 500, 8000) for s in (mix, reference)]
    assert widths[0] < widths[1] - 4.0


def test_bass_of_the_reference_is_mono(reference: Song) -> None:
    assert band_db(side(reference), 30, 90) < band_db(middle(reference), 30, 90) - 25.0


def test_mix_grows_from_intro_to_chorus(mix: Song) -> None:
    length = mix.mix.shape[1] / RATE
    assert bar_loudness(mix, length - 10.0, length - 3.0) > bar_loudness(mix, 0.0, 6.0) + 3.0


def test_reference_drops_the_kick_in_its_break(reference: Song) -> None:
    bar_s = (reference.mix.shape[1] / RATE - 2.0) / 20.0
    power = np.mean(reference.stems["kick"] ** 2, axis=0)
    bars = [power[round(i * bar_s * RATE) : round((i + 1) * bar_s * RATE)].mean() for i in range(20)]
    assert bars[9] < 1e-3 * bars[13]


def test_spectrum_falls_as_music_does(mix: Song, reference: Song) -> None:
    # Real mixes and masters (the shared ones, chiptune aside) fall by 3 to 8 dB an octave in power density
    # between the octaves around 100 Hz and 8 kHz.
    octaves = np.log2(8000 / 100)
    slopes = [(band_db(middle(s), 5657, 11314) - band_db(middle(s), 71, 141)) / octaves for s in (mix, reference)]
    assert all(-8.0 < slope < -3.0 for slope in slopes)
