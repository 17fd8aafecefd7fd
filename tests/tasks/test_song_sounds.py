"""The sounds and rules that procedural songs are made of."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import signal

from tasks.songs import palette, patterns, space, synth
from tasks.songs.balance import gain_to, loudness_db
from tasks.songs.faults import drawn_faults
from tasks.songs.filters import Section, equalised
from tasks.songs.forms import Outline, drawn
from tasks.songs.harmony import hertz
from tasks.songs.instruments.struck import Sub808
from tasks.songs.instruments.texture import Texture
from tasks.songs.mixdown import stretches, summed, treated
from tasks.songs.mixing import drawn_taste
from tasks.songs.score import Instrument

RATE = 22050
FAMILIES = (
    palette.pad,
    palette.supersaw,
    palette.string_section,
    palette.choir,
    palette.synth_bass,
    palette.electric_bass,
    palette.upright_bass,
    palette.synth_pluck,
    palette.synth_lead,
    palette.singer,
    palette.steel_guitar,
    palette.nylon_guitar,
    palette.clean_guitar,
    palette.harp,
    palette.piano,
    palette.electric_piano,
    palette.mallet,
    palette.brass,
    palette.saxophone,
    palette.woodwind,
    palette.solo_string,
)
every_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
Family = Callable[[np.random.Generator], Instrument]


def dice(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def played(instrument: Instrument, pitch: float = 57.0) -> np.ndarray:
    return instrument.sound(pitch, 1.0, 1.0, 0, RATE)


def share_at_harmonics(sound: np.ndarray, pitch: float) -> float:
    """Share of the power within half a semitone of the pitch's first sixteen harmonics."""
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=0))) ** 2
    frequency = np.fft.rfftfreq(sound.shape[1], 1.0 / RATE)
    nearest = np.clip(np.round(frequency / hertz(pitch)), 1.0, 16.0) * hertz(pitch)
    near = np.abs(np.log2(np.maximum(frequency, 1.0) / nearest)) < 0.5 / 12.0
    return float(spectrum[near].sum() / spectrum.sum())


@every_family
@pytest.mark.parametrize("pitch", [33.0, 81.0])
def test_an_instrument_sounds_low_and_high(family: Family, pitch: float) -> None:
    sound = played(family(dice()), pitch)
    assert np.isfinite(sound).all()
    assert sound.dtype == np.float32
    assert np.abs(sound).max() > 1e-3


@every_family
def test_an_instrument_is_in_tune(family: Family) -> None:
    # The overtones of bars and bells are none of the fundamental's.
    least = 0.25 if family is palette.mallet else 0.6
    assert share_at_harmonics(played(family(dice())), 57.0) > least


@every_family
def test_the_dice_choose_the_sound(family: Family) -> None:
    one, other = (played(family(dice(seed))) for seed in (1, 2))
    shortest = min(one.shape[1], other.shape[1])
    assert not np.allclose(one[0, :shortest], other[0, :shortest])


def test_an_808_glides_to_its_second_note() -> None:
    sound = Sub808(5.0, 0.0, 0.0, glide_semitones=12.0).sound(45.0, 2.0, 1.0, 0, RATE)[0]
    halves = [np.argmax(np.abs(np.fft.rfft(part, RATE))) for part in (sound[: RATE // 2], sound[-RATE // 2 :])]
    assert halves[1] / halves[0] == pytest.approx(2.0, rel=0.05)


def test_coloured_noise_follows_its_spectrum_through_time() -> None:
    spectra = np.zeros((2, 129))
    spectra[0, 8:16], spectra[1, 64:72] = 1.0, 1.0
    noise = synth.coloured_noise(spectra, 2 * RATE, dice())
    centres = [np.argmax(np.abs(np.fft.rfft(half))) / RATE for half in (noise[: RATE // 2], noise[-RATE // 2 :])]
    assert centres[1] > 3.0 * centres[0]


def test_a_bed_of_noise_is_as_long_as_its_note() -> None:
    assert Texture().sound(60.0, 1.5, 1.0, 0, RATE).shape == (2, round(1.5 * RATE))


def test_a_form_is_long_enough_and_only_optional_parts_stay_away() -> None:
    outlines = (Outline("verse", (4, 8), (0.6, 0.8), "kick bass? voice?"), Outline("end", (2,), (0.5, 1.0), "pad"))
    forms = [drawn(dice(seed), outlines, 10) for seed in range(20)]
    verses = [passage for form in forms for passage in form.passages if passage.name == "verse"]
    assert all(form.beats >= 40.0 for form in forms)
    assert all("kick" in verse.parts for verse in verses)
    assert {frozenset(verse.parts) for verse in verses} > {frozenset({"kick", "bass", "voice"})}


def test_a_mutated_pattern_keeps_its_length_and_first_beat() -> None:
    changed = {patterns.mutated("9...5...9...5...", dice(seed), 0.2) for seed in range(20)}
    assert {len(pattern) for pattern in changed} == {16}
    assert {pattern[0] for pattern in changed} == {"9"}
    assert len(changed) > 10


def test_a_channel_is_brought_to_its_loudness() -> None:
    hiss = 0.01 * dice().standard_normal((2, 4 * RATE), dtype=np.float32)
    assert loudness_db(gain_to(-14.0, hiss, RATE) * hiss, RATE) == pytest.approx(-14.0, abs=0.5)


def test_a_tone_laid_over_the_balance_is_not_made_up_for() -> None:
    hiss = 0.01 * dice().standard_normal((2, 4 * RATE), dtype=np.float32)
    tone = (Section("high_shelf", 3000.0, -12.0, 0.6), Section("low_shelf", 100.0, 6.0))
    toned = equalised(hiss, tone, RATE)
    assert gain_to(-14.0, toned, RATE, tone) == pytest.approx(gain_to(-14.0, hiss, RATE), rel=0.05)
    assert gain_to(-14.0, toned, RATE) > 1.2 * gain_to(-14.0, hiss, RATE)


def test_noise_begins_alike_however_much_is_asked_for() -> None:
    short, long = synth.noise((7,), 100), synth.noise((7,), 5000)
    assert np.array_equal(short, long[:100])
    assert not short.flags.writeable


@pytest.mark.parametrize(("samples", "taps"), [(1000, 1), (1000, 300), (90_000, 20_000), (70_000, 80_000)])
def test_the_room_is_a_convolution(samples: int, taps: int) -> None:
    send, response = (
        dice().standard_normal(samples, dtype=np.float32),
        dice(1).standard_normal((2, taps), dtype=np.float32),
    )
    expected = signal.fftconvolve(send[None], response, axes=-1)[:, :samples]
    assert np.abs(space.reverberated(send, response) - expected).max() < 1e-4 * np.abs(expected).max()


def test_a_wandering_fader_passes_through_its_knots() -> None:
    line = np.concatenate([gain for _, gain in stretches(np.asarray([0.0, 2.0, 1.0]), 101)])
    assert line.shape == (101,)
    assert line[[0, 51]] == pytest.approx([0.0, 2.0])
    assert np.abs(np.diff(line)).max() < 0.05


def test_every_taste_is_another() -> None:
    tastes = [drawn_taste(dice(seed)) for seed in range(40)]
    assert np.std([taste.bright_db for taste in tastes]) > 3.0
    assert len({taste.accents for taste in tastes}) == 40


def test_a_few_players_or_everyone() -> None:
    outlines = (Outline("verse", (4,), (0.6, 1.0), " ".join(f"part{number}?" for number in range(20))),)
    counts = [len(drawn(dice(seed), outlines, 4).passages[0].parts) for seed in range(30)]
    assert min(counts) < 9
    assert max(counts) > 14


def test_the_faults_of_mixes_differ() -> None:
    faults = [drawn_faults(dice(seed)) for seed in range(40)]
    for name in ("mud_db", "dull_db", "boom_db", "harsh_db", "low_phase_ms"):
        values = [getattr(fault, name) for fault in faults]
        assert len(set(values)) > 5
        assert 0.0 in values


def test_saturation_and_faults_leave_no_direct_current() -> None:
    lopsided = np.maximum(0.0, np.sin(np.arange(2 * RATE) * 0.03)).astype(np.float32)
    stems = {"bass": np.stack([lopsided, lopsided])}
    treated(stems, drawn_faults(dice(3)), 9.0, dice(), RATE)
    mix = summed(stems)
    assert np.abs(mix.mean(axis=1)).max() < 1e-3
