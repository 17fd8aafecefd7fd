"""The page of data sets is the one that the registry gives."""

from tasks.datasets.registry import DATA_SETS
from tasks.datasets.table_markdown import data_sets_markdown
from tasks.docs_tables import PAGE


def test_the_page_in_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_sets_markdown(), "run python -m tasks.docs_tables"


def test_every_data_set_is_on_it_by_its_name() -> None:
    assert all(f"| `{name}` | |" in data_sets_markdown() for name in DATA_SETS)
