"""``python -m metamaster``, and what the program ``metamaster`` runs."""

import sys


def run() -> int:
    """The command line, which may be interrupted while it is still being loaded."""
    try:
        from metamaster.cli import main  # noqa: PLC0415 - it takes a tenth of a second

        return main()
    except KeyboardInterrupt:
        from metamaster.errors import STOPPED, Interrupted  # noqa: PLC0415 - as above

        sys.stderr.write(f"{STOPPED}\n")
        return Interrupted.exit_code


if __name__ == "__main__":
    sys.exit(run())
