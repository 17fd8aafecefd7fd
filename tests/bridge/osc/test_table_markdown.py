"""The page of addresses is what the code says."""

from bridge.osc.table_markdown import PAGE, with_table


def test_the_page_lists_the_addresses_there_are():
    page = PAGE.read_text(encoding="utf-8")
    assert with_table(page) == page, "run python -m bridge.osc.table_markdown"
