"""A loudness that cannot be had is refused in a sentence that is the right way round."""

from metamaster.delivery.failure import unreached


def test_too_quiet_a_song_is_to_be_asked_for_less() -> None:
    said = str(unreached("a.wav", -8.0, -1.0, -9.5, -0.1))
    assert "to -8.0 LUFS under -1.0 dBTP, only to -9.5 LUFS: ask for less loudness" in said


def test_too_loud_a_song_is_to_be_asked_for_more() -> None:
    assert "only to -44.0 LUFS: ask for more loudness" in str(unreached("a.wav", -60.0, -1.0, -44.0, -0.1))


def test_a_peak_over_the_ceiling_is_what_is_named() -> None:
    said = str(unreached("a.wav", -17.1, -12.0, -17.0, 0.02))
    assert "its true peak stays at -11.98 dBTP" in said and "only to" not in said


def test_two_figures_that_differ_are_not_shown_as_one() -> None:
    assert "to -12.56 LUFS under -1.0 dBTP, only to -12.62 LUFS" in str(unreached("a.wav", -12.56, -1.0, -12.62, -0.1))
