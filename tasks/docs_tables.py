"""Write the page of docs/ that is made from the table of data sets: ``python -m tasks.docs_tables``."""

from pathlib import Path

from metamaster.audio.atomic import atomic_text
from tasks.datasets.table_markdown import data_sets_markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "data-sets.md"


def main() -> None:
    """Write the page and say so."""
    atomic_text(PAGE, data_sets_markdown(), overwrite=True)
    print(f"wrote {PAGE}")  # noqa: T201


if __name__ == "__main__":
    main()
