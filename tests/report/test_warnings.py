from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from metamaster.measure.analysis import Analysis
from metamaster.report.warnings import warnings
from metamaster.result import Delivered, Heard, StyleTarget
from tests.report.jobs import analysed, target


def sound(seed: int = 1, part: str = "", **changes: Any) -> Analysis:
    """A faultless analysis with some fields of one part changed."""
    analysis = analysed(seed)
    return replace(analysis, **{part: replace(getattr(analysis, part), **changes)}) if part else analysis


def about_mix(analysis: Analysis) -> tuple[str, ...]:
    return warnings(Heard("mix.wav", analysis), (), None)


def about_reference(analysis: Analysis, aim: StyleTarget | None = None) -> tuple[str, ...]:
    return warnings(Heard("mix.wav", sound()), (Heard("ref.wav", analysis),), aim)


def test_a_good_mix_and_a_good_reference_need_no_warning() -> None:
    assert about_reference(sound(2), target()) == ()


FAULTY_MIXES = {
    "is clipped in 3 places (41 samples)": sound(1, "defects", clipped_runs=3, clipped_samples=41),
    "is clipped in 1 place (3 samples)": sound(1, "defects", clipped_runs=1, clipped_samples=3),
    "seems to have been limited already": sound(1, "defects", already_limited=True),
    "nothing above 16 kHz": sound(1, "spectrum", cutoff_hz=16000.0, lossy_source=True),
    "there is no width to change": sound(1, "stereo", width_db=-100.0),
    "is mono": replace(sound(1), channels=1),
    "lasts only 20.0 s": replace(sound(1), frames=20 * 44100),
    "DC offset of 1.20 % of full scale, which costs headroom: it is removed": sound(
        1, "spectrum", dc_offset=(0.001, -0.012)
    ),
    "is out of phase (correlation −0.42 below": sound(1, "stereo", low_correlation=-0.42),
    "work against each other (correlation −0.80): in mono 7.5 dB are lost": sound(
        1, "stereo", correlation=-0.8, low_correlation=-0.9, mono_fold_db=-7.5
    ),
    "The right channel of mix.wav is silent": sound(1, "stereo", balance_db=100.0),
    "The left channel of mix.wav is silent": sound(1, "stereo", balance_db=-100.0),
    "The left channel of mix.wav is 3.4 dB louder than the right": sound(1, "stereo", balance_db=3.4),
    "begins with 4.2 s of silence": sound(1, "defects", silence_head_s=4.2),
    "ends with 12.0 s of silence": sound(1, "defects", silence_tail_s=12.0),
}


@pytest.mark.parametrize("words", FAULTY_MIXES)
def test_a_fault_of_the_mix_is_named_with_the_file(words: str) -> None:
    (warning,) = about_mix(FAULTY_MIXES[words])
    assert words in warning
    assert "mix.wav" in warning


def half_silent() -> Analysis:
    momentary = sound(2).loudness.momentary_lufs.copy()
    momentary[: len(momentary) // 2] = -np.inf
    return sound(2, "loudness", momentary_lufs=momentary)


FAULTY_REFERENCES = {
    "lasts only 8.0 s: thin evidence of a style": replace(sound(2), frames=8 * 44100),
    "nothing above 16 kHz": sound(2, "spectrum", cutoff_hz=16000.0, lossy_source=True),
    "cannot show how wide": replace(sound(2), channels=1),
    "One channel of ref.wav is silent": sound(2, "stereo", balance_db=-100.0),
    "50 % of ref.wav is silent": half_silent(),
    "do not take its bass for a model": sound(2, "stereo", low_correlation=-0.2),
    "both were compared at 44.1 kHz, and the master keeps the mix's 44.1 kHz": replace(
        sound(2), sample_rate=48000, frames=48000 * 31
    ),
    "LU quieter than the mix": sound(2, "loudness", integrated_lufs=-60.0),
}


@pytest.mark.parametrize("words", FAULTY_REFERENCES)
def test_a_fault_of_the_reference_is_named_with_the_file(words: str) -> None:
    (warning,) = about_reference(FAULTY_REFERENCES[words])
    assert words in warning
    assert "ref.wav" in warning


@pytest.mark.parametrize(("channels", "warned"), [(1, True), (2, False)])
def test_quieter_is_by_what_is_heard_where_mono_plays_in_two_loudspeakers(channels: int, warned: bool) -> None:
    mix = replace(sound(1, "loudness", integrated_lufs=-20.0), channels=channels)
    reference = sound(2, "loudness", integrated_lufs=-24.0)
    found = warnings(Heard("mix.wav", mix), (Heard("ref.wav", reference),), None)
    assert any("LU quieter than the mix" in text for text in found) == warned


def other_song() -> Analysis:
    return sound(2, "spectrum", mid_db=sound(2).spectrum.mid_db + np.linspace(-15.0, 15.0, 29))


def test_a_very_different_song_is_told_to_be_mostly_content() -> None:
    (warning,) = about_reference(other_song(), target(same_song=0.001))
    assert "most of the difference was taken to be content and left alone" in warning


def test_the_same_song_may_sound_very_different() -> None:
    assert about_reference(other_song(), target(same_song=0.9)) == ()


def test_faults_of_the_mix_come_before_those_of_references() -> None:
    mix, reference = FAULTY_MIXES["is mono"], FAULTY_REFERENCES["cannot show how wide"]
    found = warnings(Heard("mix.wav", mix), (Heard("one.wav", reference), Heard("two.wav", reference)), None)
    assert [text.split()[0] for text in found] == ["mix.wav", "one.wav", "two.wav"]


def about_loudness(asked_lufs: float, reached_lufs: float) -> str:
    made = Delivered(-16.06, -11.0, reached_lufs, -11.01, 1, np.zeros(1, np.float32), asked_lufs=asked_lufs)
    (warning,) = warnings(Heard("mix.wav", sound()), (), None, made)
    return warning


def test_a_loudness_out_of_reach_is_told_with_what_the_file_measures() -> None:
    assert "under −11.0 dBTP without damage: it was brought to −16.0 LUFS" in about_loudness(-13.5, -16.02)


def test_a_loudness_too_quiet_to_reach_is_not_said_to_do_damage() -> None:
    assert "cannot be made so quiet: it was brought to −44.0 LUFS" in about_loudness(-60.0, -44.0)
