"""The page about the parameters."""

from benchmarks.docs_tables import PAGES
from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.table_markdown import parameters_markdown
from tests.conftest import REPOSITORY


def test_every_parameter_has_a_line():
    lines = parameters_markdown().splitlines()
    assert [line.split("`")[1] for line in lines if line.startswith("| `")] == [entry.name for entry in PARAMETERS]


def test_a_line_says_unit_range_scale_default_and_purpose():
    line = "| `multiband.low.ratio` | :1 | 1 | 6 | log | 1 | compression ratio of the low band |"
    assert line in parameters_markdown().splitlines()


def test_the_pages_in_docs_are_up_to_date():
    stale = [name for name, page in PAGES.items() if (REPOSITORY / "docs" / name).read_text() != page()]
    assert not stale, "run `python -m benchmarks.docs_tables`"
