"""The recipe says in words what to dial in, and leaves out what does nothing."""

import pytest
from hypothesis import given, settings

from metamaster.chain.export.recipe import text_recipe
from metamaster.chain.export.wording import decibels, hertz, milliseconds
from metamaster.chain.settings import Settings
from tests.chain.settings_examples import any_values, file_at, file_with

STAGES = ("Trim", "Equaliser", "Multiband dynamics", "Saturation", "Stereo image", "Limiter")


def section(recipe: str, stage: str) -> list[str]:
    """The lines of one stage under its title."""
    _, _, following = recipe.partition(f"{STAGES.index(stage) + 1}. {stage}")
    part, _, _ = following.partition("\n\n")
    return [line.strip() for line in part.splitlines()[1:]]


def section_at(stage: str, **controls: float) -> list[str]:
    return section(text_recipe(file_at(**controls)), stage)


def test_stages_are_numbered_in_the_order_of_the_sound():
    titles = [line for line in text_recipe(file_with()).splitlines() if line[:1].isdigit()]
    assert [title[: len(stage) + 3] for title, stage in zip(titles, STAGES, strict=True)] == [
        f"{number}. {stage}" for number, stage in enumerate(STAGES, start=1)
    ]


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "Limiter"])
def test_a_neutral_stage_is_off(stage: str):
    assert section(text_recipe(file_with()), stage) == ["off"]


def test_it_says_what_it_is_for():
    recipe = text_recipe(file_with(loudness_lufs=-14.0))
    assert recipe.startswith("Mastering recipe by metamaster 0.1.0\n")
    assert "\nMix: mix.wav\nReference: reference.flac (weight 1)\n" in recipe
    assert "\nDeliver: -14.0 LUFS integrated, true peak at most -1.0 dBTP." in recipe


def test_without_a_loudness_none_is_promised():
    assert "\nDeliver: as loud as the mix, true peak at most -1.0 dBTP. Correct the level" in text_recipe(file_with())


def test_mid_and_side_are_explained():
    assert "Mid is (L + R) / 2 and side is (L - R) / 2" in text_recipe(file_with())


def test_trim():
    assert section_at("Trim", trim__gain_db=-3.24) == ["gain -3.2 dB"]


def test_filters_say_channel_shape_frequency_gain_and_quality():
    assert section_at(
        "Equaliser",
        eq__mid__low_shelf__gain_db=2.1,
        eq__mid__low_shelf__freq_hz=110.0,
        eq__mid__bell_3__gain_db=-1.5,
        eq__mid__bell_3__q=1.25,
        eq__side__high_pass__freq_hz=80.0,
        eq__side__high_shelf__gain_db=3.0,
    ) == [
        "mid: low shelf 110 Hz, +2.1 dB, Q 0.71",
        "mid: bell 1.7 kHz, -1.5 dB, Q 1.25",
        "side: high-pass 80 Hz, 6 dB/octave",
        "side: high shelf 7 kHz, +3.0 dB, Q 0.71",
    ]


def test_what_cannot_be_heard_is_left_out():
    controls = {"eq__mid__bell_1__gain_db": 0.04, "eq__side__high_pass__freq_hz": 12.0}
    assert section_at("Equaliser", **controls) == ["off"]


def test_bands_say_true_times_and_those_of_juce():
    lines = section_at(
        "Multiband dynamics",
        multiband__mid__threshold_db=-30.0,
        multiband__mid__ratio=1.6,
        multiband__mid__attack_ms=10.0,
        multiband__mid__release_ms=100.0,
        multiband__high__makeup_db=1.0,
    )
    assert lines[:2] == [
        "crossovers 160 Hz and 2.8 kHz, 6 dB/octave",
        "compressors: peak detection, hard knee, no look-ahead",
    ]
    assert lines[-4:] == [
        "low: off",
        "mid: threshold -30.0 dBFS, ratio 1.60:1",
        "mid: attack 10 ms (JUCE 62.8 ms), release 100 ms (JUCE 628 ms)",
        "high: make-up +1.0 dB",
    ]


def test_saturation():
    assert section_at("Saturation", saturation__drive_db=6.0, saturation__blend=0.25) == [
        "tanh curve: drive +6.0 dB into it, -6.0 dB after it",
        "blend 25 % of that with 75 % of the clean sound",
    ]


def test_saturation_that_is_not_blended_in_is_off():
    assert section_at("Saturation", saturation__drive_db=6.0) == ["off"]


def test_widths_are_a_gain_and_two_shelves_around_it():
    controls = {"low_width_db": -4.0, "mid_width_db": 1.0, "high_width_db": 3.0, "mono_below_hz": 90.0}
    assert section_at("Stereo image", **{f"image__{name}": value for name, value in controls.items()}) == [
        "gain +1.0 dB",
        "low shelf 250 Hz, -5.0 dB, Q 0.71",
        "high shelf 4 kHz, +2.0 dB, Q 0.71",
        "high-pass 90 Hz, 6 dB/octave, twice in series",
    ]


def test_the_limiter_is_never_left_out():
    assert section_at("Limiter", limiter__drive_db=4.5) == [
        "level into it +4.5 dB",
        "true-peak ceiling -1.0 dBTP, look-ahead 5 ms",
        "release 150 ms for 10 dB of recovery, along a straight line in dB",
    ]


@settings(deadline=None)
@given(any_values)
def test_any_settings_have_a_recipe_of_plain_lines(values: tuple[float, ...]):
    recipe = text_recipe(file_with(Settings(values)))
    assert all(line.isprintable() for line in recipe.splitlines())
    assert "-0.0 " not in recipe


@pytest.mark.parametrize(("value", "words"), [(2.14, "+2.1 dB"), (-0.04, "+0.0 dB"), (-6.0, "-6.0 dB")])
def test_decibels(value: float, words: str):
    assert decibels(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(62.54, "62.5 Hz"), (999.4, "999 Hz"), (999.6, "1 kHz"), (2849.0, "2.85 kHz"), (16e3, "16 kHz")],
)
def test_hertz(value: float, words: str):
    assert hertz(value) == words


@pytest.mark.parametrize(("value", "words"), [(0.5, "0.5 ms"), (7.254, "7.25 ms"), (1449.6, "1450 ms")])
def test_milliseconds(value: float, words: str):
    assert milliseconds(value) == words
