"""The table of exit codes in docs/settings.md, made from ``metamaster.errors``."""

import re
from collections.abc import Iterator

from metamaster import errors
from metamaster.errors import MetamasterError

_BETWEEN = re.compile(r"(?<=<!-- exit codes -->\n).*(?=<!-- end -->)", re.DOTALL)
_OTHERS = ((0, "Done."), (2, "The command line cannot be understood."))


def error_kinds() -> tuple[type[MetamasterError], ...]:
    """Everything that can go wrong for a user, but the base of it all."""
    found = (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, MetamasterError))
    return tuple(kind for kind in found if kind is not MetamasterError)


def exit_codes_markdown() -> str:
    """The table, by code."""
    return "\n".join(["| exit code | meaning |", "| --- | --- |", *_rows(), ""])


def with_exit_codes(page: str) -> str:
    """The page with the table as it is now."""
    return _BETWEEN.sub(lambda _: exit_codes_markdown(), page)


def _rows() -> Iterator[str]:
    told = ((kind.exit_code, (kind.__doc__ or "").partition("\n")[0]) for kind in error_kinds())
    for code, meaning in sorted((*_OTHERS, *told)):
        yield f"| {code} | {meaning} |"
