"""One command from its words to its exit code, but for Ctrl-C."""

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence

from metamaster.cli.interruption import interruptible
from metamaster.cli.parser import build_parser
from metamaster.errors import MetamasterError, OutputFull

_COLLECT_AFTER = 50_000
"""New objects between two collections. At Python's 700 it would search all modules again and again as they load."""


def run(argv: Sequence[str] | None) -> int:
    """Runs one command; an error that is meant for a person is one sentence on stderr and its own exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of files may hold what a terminal's encoding does not.
            stream.reconfigure(errors="backslashreplace")
    if argv is None:
        gc.set_threshold(_COLLECT_AFTER)
        # Threads of ours share the processor; those of NumPy's BLAS would spin beside them.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with interruptible(ends_program=argv is None):
            args = build_parser().parse_args(argv)
            args.run(args)
            sys.stdout.flush()
        if argv is None:
            # Python would search all that was ever loaded once more as it ends.
            gc.freeze()
    except MetamasterError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: that is no failure of ours.
        _forget_output()
    except OSError as error:
        # Of files that are written it is told by name; this is what was printed.
        if error.errno != errno.ENOSPC:
            raise
        _forget_output()
        print("There is no room for what is printed: free some space where it goes.", file=sys.stderr)
        return OutputFull.exit_code
    return 0


def _forget_output() -> None:
    """Lets Python end without trying once more to write what could not be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
