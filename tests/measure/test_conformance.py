"""Every row of the EBU and ITU test signals, as benchmarks/loudness_conformance.py reads them."""

import numpy as np
import pytest

from benchmarks.loudness_conformance import SIGNALS, Row, measured, passes, read, rows

ROWS = rows(SIGNALS) if (SIGNALS / "expected.csv").is_file() else []


def row(expected: float, below: float, above: float) -> Row:
    return Row("file", "I", (expected,), str(expected), below, above, "")


@pytest.mark.skipif(not ROWS, reason="needs the shared/ folder of real music and ground truth beside the checkout")
@pytest.mark.parametrize("expected", ROWS or [row(0.0, 0.0, 0.0)], ids=lambda expected: expected.name)
def test_the_test_signal_reads_what_the_standard_says(expected: Row) -> None:
    assert passes(expected, measured(expected, read(SIGNALS / expected.file)))


@pytest.mark.parametrize(
    ("value", "verdict"), [(-6.0, True), (-5.81, True), (-5.79, False), (-6.39, True), (-6.41, False)]
)
def test_the_tolerance_is_kept_on_both_sides(value: float, verdict: bool) -> None:
    assert passes(row(-6.0, below=0.4, above=0.2), np.array([value])) is verdict


def test_one_value_outside_fails_the_row() -> None:
    assert not passes(row(-23.0, 0.1, 0.1), np.array([-23.0, -23.2, -23.0]))
