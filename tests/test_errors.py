"""What can go wrong for a user has an exit code of its own each."""

from benchmarks.docs_tables import DOCS, WITH_TABLES
from metamaster.errors import MetamasterError
from metamaster.exit_codes_markdown import error_kinds, exit_codes_markdown

KINDS = (MetamasterError, *error_kinds())


def test_every_exit_code_is_given_once() -> None:
    codes = [kind.exit_code for kind in KINDS]
    assert len(set(codes)) == len(codes)


def test_codes_leave_those_of_the_shell_and_of_wrong_usage_alone() -> None:
    reserved = {0, 2, 126, 127, *range(128, 130), *range(131, 256)}
    assert not reserved & {kind.exit_code for kind in KINDS}


def test_the_table_of_the_docs_has_them_all() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert exit_codes_markdown() in page and WITH_TABLES["settings.md"](page) == page, (
        "run python -m benchmarks.docs_tables"
    )
    for kind in error_kinds():
        assert f"\n| {kind.exit_code} | {kind.__doc__}" in page
