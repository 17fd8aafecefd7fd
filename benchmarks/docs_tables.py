"""Write the pages of docs/ that are made from tables in the code: ``python -m benchmarks.docs_tables``."""

from pathlib import Path

from metamaster.audio.atomic import atomic_text
from metamaster.chain.table_markdown import parameters_markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"parameters.md": parameters_markdown}


def main() -> None:
    for name, page in PAGES.items():
        atomic_text(DOCS / name, page(), overwrite=True)
        print(f"wrote {DOCS / name}")


if __name__ == "__main__":
    main()
