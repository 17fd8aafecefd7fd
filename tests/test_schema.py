"""Plain data into structs: what fits is converted, what does not is named with what may stand there."""

import math
from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta

from metamaster.schema import Misfit, fitted


class Inner(msgspec.Struct, frozen=True):
    share: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.5


class Outer(msgspec.Struct, frozen=True):
    kind: Literal["a", "b"]
    count: Annotated[int, Meta(ge=1)] = 1
    above: Annotated[float, Meta(gt=0.0, lt=8.0)] = 1.0
    free: float | None = None
    named: dict[str, Inner] = {}
    listed: tuple[Inner, ...] = ()
    on: bool = False
    more: Inner | None = None


def test_what_is_left_out_has_its_default():
    assert fitted({"kind": "a"}, Outer) == Outer("a")


def test_structs_nest_in_mappings_and_lists():
    raw = {"kind": "b", "named": {"x": {"share": 1}}, "listed": [{}, {"share": 0}]}
    assert fitted(raw, Outer) == Outer("b", named={"x": Inner(1.0)}, listed=(Inner(), Inner(0.0)))


def test_a_mapping_can_be_the_whole():
    assert fitted({"x": {}}, dict[str, Inner]) == {"x": Inner()}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([], "the whole is [], but must be named values."),
        ({1: 2}, "the whole is {1: 2}, but must be named values."),
        ({}, "the key kind is missing: add it."),
        (
            {"kind": "a", "kond": 1},
            "the key kond is unknown: choose from kind, count, above, free, named, listed, on, more.",
        ),
        ({"kind": "c"}, "kind is 'c', but must be 'a' or 'b'."),
        ({"kind": "a", "count": 0}, "count is 0, but must be a whole number of at least 1."),
        ({"kind": "a", "count": 1.5}, "count is 1.5, but must be a whole number of at least 1."),
        ({"kind": "a", "above": 0}, "above is 0, but must be a number above 0 and below 8."),
        ({"kind": "a", "free": "x"}, "free is 'x', but must be a number or null."),
        ({"kind": "a", "free": math.nan}, "free is nan, but must be a finite number."),
        ({"kind": "a", "free": math.inf}, "free is inf, but must be a finite number."),
        ({"kind": "a", "on": "yes"}, "on is 'yes', but must be true or false."),
        ({"kind": "a", "named": {"x": {"share": 2}}}, "named.x.share is 2, but must be a number from 0 to 1."),
        ({"kind": "a", "named": 3}, "named is 3, but must be named values."),
        ({"kind": "a", "more": {"share": 2}}, "more.share is 2, but must be a number from 0 to 1."),
        ({"kind": "a", "listed": {}}, "listed is {}, but must be a list."),
        ({"kind": "a", "listed": [{}, {"shade": 1}]}, "the key listed.2.shade is unknown: choose from share."),
    ],
)
def test_what_does_not_fit(raw: object, said: str):
    with pytest.raises(Misfit) as caught:
        fitted(raw, Outer)
    assert str(caught.value) == said


def test_a_long_value_is_shown_shortened():
    with pytest.raises(Misfit) as caught:
        fitted({"kind": "x" * 10_000}, Outer)
    assert len(str(caught.value)) < 100
