"""What all engineers have in common, and what each kind does."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import Settings
from metamaster.errors import SilentInput
from metamaster.measure.loudness import integrated_lufs
from metamaster.measure.true_peak import TruePeakMeter
from tasks.engineers.chain_engineer import ChainEngineer
from tasks.engineers.chain_style import common_style, draw_chain_style
from tasks.engineers.character import CHARACTERS
from tasks.engineers.engineer import Engineer, Stereo
from tasks.engineers.other_software import OtherSoftwareEngineer
from tasks.engineers.unmaster import Unmastering
from tests.tasks.music import RATE, tune

SECONDS = 5
KINDS: list[Callable[[str, int], Engineer]] = [ChainEngineer, OtherSoftwareEngineer]


@pytest.fixture(scope="module")
def mix() -> Stereo:
    return tune(SECONDS, seed=1)


def muddy(audio: Stereo, gain_db: float = 9.0) -> Stereo:
    """The same music with too much around 300 Hz."""
    hz = np.fft.rfftfreq(audio.shape[1], 1.0 / RATE)
    bump = 10.0 ** (gain_db / 20.0 * np.exp(-0.5 * (np.log2(np.maximum(hz, 1.0) / 300.0) / 0.7) ** 2))
    return np.fft.irfft(np.fft.rfft(audio) * bump, audio.shape[1]).astype(np.float32)


def third_octaves_db(audio: Stereo) -> np.ndarray:
    hz = np.fft.rfftfreq(audio.shape[1], 1.0 / RATE)
    power = np.abs(np.fft.rfft(audio.mean(axis=0))) ** 2
    edges = 40.0 * 2.0 ** (np.arange(26) / 3.0)
    bands = pairwise(edges)
    return np.array([10.0 * np.log10(power[(hz >= low) & (hz < high)].mean()) for low, high in bands])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_engineer_makes_the_same_master(kind: Callable[[str, int], Engineer], mix: Stereo) -> None:
    first, second = (kind("rock", 3).master(mix, RATE) for _ in range(2))
    assert np.array_equal(first.audio, second.audio) and np.array_equal(first.values, second.values, equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_is_another_engineer(kind: Callable[[str, int], Engineer], mix: Stereo) -> None:
    first, second = kind("rock", 3), kind("rock", 4)
    assert first.key != second.key
    assert not np.allclose(first.master(mix, RATE).audio, second.master(mix, RATE).audio, atol=1e-3)


def test_an_engineer_has_the_same_hand_where_another_machine_rounds_otherwise(mix: Stereo) -> None:
    # A few parts in ten million: what the order of additions makes of a song.
    rounded = (mix * (1.0 + 3e-7 * np.sin(np.arange(mix.shape[1])))).astype(np.float32)
    assert not np.array_equal(rounded, mix)
    first, second = (ChainEngineer("rock", 3).settings(audio, RATE) for audio in (mix, rounded))
    assert second.values == pytest.approx(first.values, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_master_is_float32_and_as_long_as_its_mix(kind: Callable[[str, int], Engineer], mix: Stereo) -> None:
    master = kind("house", 5).master(mix, RATE).audio
    assert master.dtype == np.float32 and master.shape == mix.shape and np.isfinite(master).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_master_is_louder_than_its_mix_and_within_full_scale(
    kind: Callable[[str, int], Engineer], seed: int, mix: Stereo
) -> None:
    master = kind("rock", seed).master(mix, RATE).audio
    assert integrated_lufs(master, RATE) > integrated_lufs(mix, RATE) + 3.0
    assert np.abs(master).max() <= 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_silence_is_refused(kind: Callable[[str, int], Engineer]) -> None:
    with pytest.raises(SilentInput, match="silent"):
        kind("rock", 0).master(np.zeros((2, 3 * RATE), np.float32), RATE)


def test_the_chain_tells_its_settings_which_make_the_master(mix: Stereo) -> None:
    engineer = ChainEngineer("rock", 1)
    values = engineer.master(mix, RATE).values
    assert values.shape == (len(PARAMETERS),)
    told = Settings(tuple(float(value) for value in values)).as_dict()
    set_to = engineer.settings(mix, RATE).as_dict()
    assert {name for name in told if told[name] != pytest.approx(set_to[name], rel=1e-5)} <= {"limiter.drive_db"}
    assert all(entry.low <= told[entry.name] <= entry.high for entry in PARAMETERS)


def test_other_software_has_no_settings_of_the_chain(mix: Stereo) -> None:
    assert np.isnan(OtherSoftwareEngineer("rock", 1).master(mix, RATE).values).all()


def test_the_chain_keeps_its_true_peak(mix: Stereo) -> None:
    mastered = ChainEngineer("techno", 2).master(mix, RATE)
    meter = TruePeakMeter(RATE, 2)
    meter.add(mastered.audio)
    assert meter.result().dbtp <= mastered.values[50] + 0.05


def test_the_chain_reaches_the_loudness_of_its_style(mix: Stereo) -> None:
    engineer = ChainEngineer("folk", 2)
    loudness_lufs = integrated_lufs(engineer.master(mix, RATE).audio, RATE)
    assert loudness_lufs == pytest.approx(engineer.style.loudness_lufs, abs=0.2)


def test_genres_differ_in_loudness() -> None:
    quiet, loud = (
        np.mean([ChainEngineer(genre, seed).style.loudness_lufs for seed in range(20)]) for genre in ("piano", "metal")
    )
    assert loud > quiet + 6.0


def test_a_muddy_mix_is_cut_where_a_clean_one_is_not(mix: Stereo) -> None:
    changes = []
    for seed in range(3):
        clean, mud = (ChainEngineer("rock", seed).settings(audio, RATE) for audio in (mix, muddy(mix)))
        changes.append(mud["eq.mid.bell_2.gain_db"] - clean["eq.mid.bell_2.gain_db"])
    assert np.mean(changes) < -0.5


def test_the_level_of_the_mix_does_not_matter(mix: Stereo) -> None:
    engineer = ChainEngineer("rock", 2)
    usual, quieter = (engineer.settings(gain * mix, RATE) for gain in (np.float32(1.0), np.float32(0.5)))
    assert quieter["trim.gain_db"] - usual["trim.gain_db"] == pytest.approx(6.02, abs=0.02)
    assert quieter["multiband.mid.threshold_db"] == pytest.approx(usual["multiband.mid.threshold_db"], abs=0.05)


def test_other_software_moves_the_tone_as_engineers_do(mix: Stereo) -> None:
    before = third_octaves_db(mix)
    moves = [
        third_octaves_db(OtherSoftwareEngineer("rock", seed).master(mix, RATE).audio) - before for seed in range(6)
    ]
    sizes = [np.abs(move - move.mean()).mean() for move in moves]
    assert 0.8 < np.mean(sizes) < 4.0


def test_unmastering_gives_the_level_of_a_mix(mix: Stereo) -> None:
    loud = np.float32(2.0) * mix
    levels = [integrated_lufs(Unmastering(seed).mix(loud, RATE), RATE) for seed in range(6)]
    assert all(-24.1 < level < -16.9 for level in levels) and max(levels) - min(levels) > 1.0


def test_unmastering_changes_the_tone_less_than_mastering(mix: Stereo) -> None:
    before = third_octaves_db(mix)
    sizes = []
    for seed in range(8):
        move = third_octaves_db(Unmastering(seed).mix(mix, RATE)) - before
        sizes.append(np.abs(move - move.mean()).mean())
    assert 0.5 < np.mean(sizes) < 2.5


def test_unmastering_is_the_same_for_the_same_seed(mix: Stereo) -> None:
    assert np.array_equal(Unmastering(4).mix(mix, RATE), Unmastering(4).mix(mix, RATE))


def test_engineers_of_a_genre_are_more_alike_than_those_of_different_genres() -> None:
    def gains(genre: str, seed: int) -> np.ndarray:
        values = draw_chain_style(genre, seed).values
        return np.array([value for name, value in values.items() if name.startswith("eq.mid") and name.endswith("_db")])

    seeds, genres = range(20), sorted(CHARACTERS)
    within = np.mean([np.std([gains(genre, seed) for seed in seeds], axis=0).mean() for genre in genres])
    between = np.std([np.mean([gains(genre, seed) for seed in seeds], axis=0) for genre in genres], axis=0).mean()
    assert within < 1.0 < between


@pytest.mark.parametrize("genre", ["house", "piano"])
def test_what_the_engineers_of_a_genre_have_in_common_is_about_their_mean(genre: str) -> None:
    drawn, common = [draw_chain_style(genre, seed) for seed in range(400)], common_style(genre)
    for name, value in common.values.items():
        if name.endswith("gain_db"):
            assert value == pytest.approx(np.mean([style.values[name] for style in drawn]), abs=0.2)
    for name in ("loudness_lufs", "tone_share", "width_share", "most_reduction_db", "makeup_share"):
        assert getattr(common, name) == pytest.approx(np.mean([getattr(style, name) for style in drawn]), abs=0.3)
