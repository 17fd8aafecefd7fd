"""Write the pages of docs/ that are made from tables in the code: ``python -m benchmarks.docs_tables``."""

from pathlib import Path

from metamaster.audio.atomic import atomic_text
from metamaster.chain.table_markdown import parameters_markdown
from metamaster.exit_codes_markdown import with_exit_codes

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"parameters.md": parameters_markdown}
WITH_TABLES = {"settings.md": with_exit_codes}
"""What puts the tables as they are now into pages that people write."""


def main() -> None:
    pages = {name: page() for name, page in PAGES.items()}
    pages |= {name: page((DOCS / name).read_text(encoding="utf-8")) for name, page in WITH_TABLES.items()}
    for name, text in pages.items():
        atomic_text(DOCS / name, text, overwrite=True)
        print(f"wrote {DOCS / name}")


if __name__ == "__main__":
    main()
