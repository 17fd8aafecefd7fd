import numpy as np
import pytest

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.report.sentences import sentences
from metamaster.result import Delivered


def said(**changes: float) -> tuple[str, ...]:
    return sentences(DEFAULTS.replace({name.replace("__", "."): value for name, value in changes.items()}), None)


def delivered(*reduction_db: float) -> Delivered:
    return Delivered(-14.0, -1.0, -14.0, -1.0, 1, np.array(reduction_db, np.float32))


def test_a_neutral_chain_says_nothing() -> None:
    assert sentences(DEFAULTS, None) == ()


def test_a_shelf_tells_gain_corner_and_where() -> None:
    wanted = {"eq__mid__low_shelf__gain_db": 2.1, "eq__mid__low_shelf__freq_hz": 110.0}
    assert said(**wanted) == ("Low shelf +2.1 dB at 110 Hz on mid.",)


def test_a_bell_tells_its_quality_too() -> None:
    wanted = {"eq__side__bell_2__gain_db": -1.5, "eq__side__bell_2__freq_hz": 2437.0, "eq__side__bell_2__q": 1.2}
    assert said(**wanted) == ("Bell −1.5 dB at 2.44 kHz (Q 1.2) on side.",)


def test_what_cannot_be_heard_is_left_out() -> None:
    assert said(eq__mid__bell_1__gain_db=0.29, multiband__low__ratio=1.04, image__low_width_db=-0.2) == ()


def test_compression_tells_ratio_threshold_band_and_make_up() -> None:
    wanted = {"multiband__low__ratio": 1.8, "multiband__low__threshold_db": -26.0, "multiband__low__makeup_db": 1.2}
    assert said(**wanted) == ("Compression 1.8:1 above −26 dB in the low band, +1.2 dB make-up.",)


def test_a_gentle_ratio_keeps_its_second_digit() -> None:
    assert said(multiband__mid__ratio=1.08) == ("Compression 1.08:1 above −24 dB in the mid band.",)


def test_make_up_alone_is_a_change_of_level_of_the_band() -> None:
    assert said(multiband__mid__makeup_db=-1.0) == ("Mid band −1.0 dB (160 Hz to 2.8 kHz).",)


def test_the_image_tells_where_the_side_changes() -> None:
    assert said(image__high_width_db=-2.0) == ("Side −2.0 dB above 4 kHz.",)


def test_one_width_for_all_bands_is_said_once() -> None:
    wanted = {f"image__{band}_width_db": 1.5 for band in ("low", "mid", "high")}
    assert said(**wanted) == ("Side +1.5 dB throughout.",)


def test_mono_bass_is_told() -> None:
    assert said(image__mono_below_hz=120.0) == ("Mono below 120 Hz.",)


def test_saturation_is_told_once_it_flattens_peaks() -> None:
    quiet = said(saturation__drive_db=6.0, saturation__blend=0.01)
    assert (quiet, said(saturation__drive_db=6.0, saturation__blend=0.4)) == (
        (),
        ("Saturation driven by 6.0 dB, 40 % blended in.",),
    )


def test_the_limiter_tells_its_reduction_after_delivery() -> None:
    settings = DEFAULTS.replace({"limiter.drive_db": 7.2})
    assert sentences(settings, delivered(0.0, 4.1, 2.0)) == (
        "Limiter driven by 7.2 dB, ceiling −1.0 dBTP, up to 4.1 dB of reduction.",
    )


def test_before_delivery_the_limiter_promises_no_reduction() -> None:
    assert said(limiter__drive_db=7.2) == ("Limiter driven by 7.2 dB, ceiling −1.0 dBTP.",)


def test_a_limiter_that_never_worked_says_so() -> None:
    settings = DEFAULTS.replace({"limiter.drive_db": -3.0})
    assert sentences(settings, delivered(0.0)) == ("Limiter fed 3.0 dB lower, ceiling −1.0 dBTP, no reduction.",)


def test_the_largest_comes_first_within_its_stage() -> None:
    found = said(eq__mid__bell_1__gain_db=1.0, eq__mid__bell_2__gain_db=-3.0, eq__side__bell_1__gain_db=2.0)
    assert [text.split()[1] for text in found] == ["−3.0", "+2.0", "+1.0"]


def test_stages_come_in_the_order_of_the_chain() -> None:
    changes = {
        "limiter__drive_db": 3.0,
        "image__high_width_db": 6.0,
        "saturation__blend": 1.0,
        "multiband__mid__ratio": 1.5,
        "eq__mid__bell_2__gain_db": 1.0,
        "trim__gain_db": 2.0,
    }
    starts = [text.split()[0] for text in said(**changes)]
    assert starts == ["Input", "Bell", "Compression", "Saturation", "Side", "Limiter"]


@pytest.mark.parametrize("end", ["low", "high"])
def test_every_setting_of_the_table_can_be_put_into_words(end: str) -> None:
    settings = DEFAULTS.replace({entry.name: getattr(entry, end) for entry in PARAMETERS})
    assert all(text.endswith(".") and "nan" not in text for text in sentences(settings, delivered(1.0)))
