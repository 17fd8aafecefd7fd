"""The command line: the only place that parses arguments or prints."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; it may be interrupted at any time, also while its modules are still being loaded."""
    try:
        from metamaster.cli.whole import run

        return run(argv)
    except KeyboardInterrupt:
        from metamaster.errors import Interrupted

        print("Stopped; nothing was written that is not whole.", file=sys.stderr)
        return Interrupted.exit_code
