"""The command line: the only place that parses arguments or prints."""

import signal
import sys
from collections.abc import Sequence
from types import FrameType

from metamaster.cli.parser import build_parser
from metamaster.errors import Interrupted, MetamasterError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; an error that is meant for a person is one sentence on stderr and its own exit code."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    args = build_parser().parse_args(argv)
    try:
        args.run(args)
    except KeyboardInterrupt:
        print("Stopped; nothing was written that is not whole.", file=sys.stderr)
        return Interrupted.exit_code
    except MetamasterError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: that is no failure of ours.
        sys.stderr.close()
    return 0


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
