"""What a user may ask of a mastering job, and what is refused in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.errors import BadOption
from metamaster.options import Amounts, MasterOptions
from metamaster.style.names import ASPECT_NAMES

amounts = st.builds(Amounts, *(st.floats(0.0, 1.0) for _ in ASPECT_NAMES))


@given(given_amounts=amounts, intensity=st.floats(0.0, 1.0))
def test_one_intensity_scales_every_amount(given_amounts: Amounts, intensity: float) -> None:
    scaled = given_amounts.scaled(intensity)
    assert all(getattr(scaled, name) == intensity * getattr(given_amounts, name) for name in ASPECT_NAMES)


@given(given_amounts=amounts, names=st.frozensets(st.sampled_from(ASPECT_NAMES)))
def test_only_keeps_what_is_named(given_amounts: Amounts, names: frozenset[str]) -> None:
    kept = given_amounts.only(names)
    assert all(getattr(kept, name) == (getattr(given_amounts, name) if name in names else 0.0) for name in ASPECT_NAMES)


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_an_amount_is_from_nothing_to_all(amount: float) -> None:
    with pytest.raises(BadOption, match=r"amount of tone is .*: give a number from 0 to 1"):
        Amounts(tone=amount)
    with pytest.raises(BadOption, match=r"amount is .*: give a number from 0 to 1"):
        Amounts().scaled(amount)


def test_an_unknown_aspect_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadOption, match="no aspect 'loud': choose from tone, dynamics, width, loudness"):
        Amounts().only(frozenset({"loud"}))


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("loudness", (-50.1, 0.1, float("nan"))),
        ("true_peak_db", (-12.1, 0.1, float("nan"))),
        ("steps", (-1, 1001)),
        ("seed", (-1, 2**63)),
    ],
)
def test_what_is_out_of_range_is_refused(option: str, values: tuple[float, ...]) -> None:
    for value in values:
        with pytest.raises(BadOption, match=": give "):
            MasterOptions(**{option: value})


@pytest.mark.parametrize("loudness", [-50.0, 0.0, "reference"])
def test_the_ends_of_the_range_may_be_asked_for(loudness: float | str) -> None:
    assert MasterOptions(loudness=loudness).loudness == loudness
