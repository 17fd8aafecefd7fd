"""Address patterns of OSC 1.0."""

import fnmatch
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import MalformedPacket
from bridge.osc.matching import LONGEST, AddressTree, is_pattern, matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("gain_db", "gain_db", True),
        ("gain", "gain_db", False),
        ("bell_?", "bell_1", True),
        ("bell_?", "bell_", False),
        ("*", "", True),
        ("*_db", "gain_db", True),
        ("*_db", "gain_dbx", False),
        ("b*l*_*", "bell_1", True),
        ("bell_[1-3]", "bell_2", True),
        ("bell_[1-3]", "bell_4", False),
        ("bell_[!1-3]", "bell_4", True),
        ("bell_[!1-3]", "bell_1", False),
        ("[a-]x", "-x", True),
        ("{low,mid}", "mid", True),
        ("{low,mid}", "high", False),
        ("{lo,low}w", "low", True),
        ("{,x}y", "y", True),
    ],
)
def test_patterns_match(pattern: str, text: str, expected: bool):
    assert matches(pattern, text) is expected


@given(st.text("ab*?", max_size=12), st.text("ab", max_size=12))
def test_stars_and_question_marks_match_as_in_a_shell(pattern: str, text: str):
    assert matches(pattern, text) is fnmatch.fnmatchcase(text, pattern)


@given(st.text("ab*?[]{}!-,", max_size=12), st.text("ab-!", max_size=12))
def test_any_pattern_is_matched_or_refused(pattern: str, text: str):
    try:
        matches(pattern, text)
    except MalformedPacket:
        return


@pytest.mark.parametrize("pattern", ["[a", "{a", "a]", "a}"])
def test_brackets_are_closed_and_opened(pattern: str):
    with pytest.raises(MalformedPacket):
        matches(pattern, "a")


class Counted(str):
    """Text that counts how often it is looked at, and is not looked at more often than it should be."""

    most: int
    looks = 0

    def startswith(self, *given: Any) -> bool:
        self.looks += 1
        assert self.looks <= self.most
        return super().startswith(*given)


def test_many_stars_cost_no_more_than_few():
    # One look for every letter of the pattern at every letter of the text; backtracking would take 2^100.
    text = Counted("a" * 100)
    text.most = 101 * 101
    assert not matches("*a" * 100 + "b", text)
    assert text.looks > 0


def tree() -> AddressTree:
    made = AddressTree()
    for address in ("/eq/mid/gain", "/eq/side/gain", "/eq/side/q", "/eq"):
        made.add(address)
    return made


def test_a_star_stays_within_its_part():
    assert tree().matching("/eq/*/gain") == ["/eq/mid/gain", "/eq/side/gain"]
    assert tree().matching("/*") == ["/eq"]
    assert tree().matching("/*/*/*/*") == []


def test_a_pattern_that_is_too_long_is_refused():
    with pytest.raises(MalformedPacket):
        tree().matching("/" + "*" * LONGEST)


def test_only_some_letters_make_a_pattern():
    assert not is_pattern("/eq/mid/bell_1") and all(is_pattern(f"/a{letter}") for letter in "?*[]{}")


def test_a_hint_names_what_there_is_where_an_address_goes_wrong():
    assert tree().hint("/eq/middle/gain") == "/eq has mid, side."
    assert tree().hint("/nothing") == "all addresses begin with /eq."
