"""What rows say together: means, shares of the input's error, paired differences."""

import pytest

from metamaster.learn.evaluation.summary import OVERALL, Line, failures_of, splits_of

from .rows import row

INPUTS = [row("input", 2.0, number=0), row("input", 4.0, number=1)]


def test_overall_is_a_share_of_the_inputs_mean_error():
    split = splits_of([*INPUTS, row("ours", 1.5, number=0), row("ours", 1.5, number=1)])["held-out"]
    assert split.mean(Line("input", 0), OVERALL) == pytest.approx(100.0)
    assert split.mean(Line("ours", 0), OVERALL) == pytest.approx(50.0)


def test_a_mean_lies_within_its_interval():
    interval = splits_of(INPUTS)["held-out"].interval(Line("input", 0), "tone")
    assert interval is not None and (interval.low, interval.mean, interval.high) == (2.0, 3.0, 4.0)


def test_differences_are_of_trials_that_both_have():
    rows = [*INPUTS, row("ours", 1.0, number=1)]
    difference = splits_of(rows)["held-out"].difference(Line("ours", 0), Line("input", 0), "tone")
    assert difference is not None and difference.mean == pytest.approx(-3.0)
    assert splits_of(INPUTS)["held-out"].difference(Line("ours", 0), Line("input", 0), "tone") is None


def test_steps_are_lines_of_their_own_in_order():
    rows = [*INPUTS, *(row("ours", 1.0, steps=steps) for steps in (5, 0, 1))]
    assert splits_of(rows)["held-out"].lines("ours") == [Line("ours", 0), Line("ours", 1), Line("ours", 5)]


def test_of_a_row_judged_again_under_another_mark_the_last_counts():
    split = splits_of([*INPUTS, row("ours", 4.0, mark="old"), row("ours", 1.0, mark="new")])["held-out"]
    assert split.mean(Line("ours", 0), "tone") == pytest.approx(1.0)


def test_failures_do_not_count_but_are_told():
    rows = [*INPUTS, row("ours", 0.0, failure="it broke"), row("theirs", 0.0, failure="does not apply")]
    assert splits_of(rows)["held-out"].interval(Line("ours", 0), "tone") is None
    assert [one.failure for one in failures_of(rows)] == ["it broke"]


def test_without_an_input_there_is_no_share():
    assert splits_of([row("ours", 1.0)])["held-out"].interval(Line("ours", 0), OVERALL) is None
