"""``python -m bridge.daws.overview_markdown``: writes the table of kits into docs/daws/README.md."""

import re
from collections.abc import Iterator
from pathlib import Path

from bridge.daws.catalogue import KITS
from metamaster.audio.atomic import atomic_text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "daws" / "README.md"
_BETWEEN = re.compile(r"(?<=<!-- kits -->\n).*(?=<!-- end -->)", re.DOTALL)


def kits_markdown() -> str:
    """The table."""
    return "\n".join(_rows())


def with_table(page: str) -> str:
    """The page with the table as it is now."""
    return _BETWEEN.sub(lambda _: f"{kits_markdown()}\n", page)


def _rows() -> Iterator[str]:
    yield "| for | command | what it is | files |"
    yield "| --- | --- | --- | --- |"
    for kit in KITS.values():
        files = ", ".join(f"`{path}`" for path in kit.files())
        yield f"| [{kit.program}]({kit.name}.md) | `metamaster kit {kit.name}` | {kit.about} | {files} |"


if __name__ == "__main__":
    atomic_text(PAGE, with_table(PAGE.read_text(encoding="utf-8")), overwrite=True)
