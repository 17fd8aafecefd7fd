"""One method on one case, as a process of its own: ``python -m benchmarks.one METHOD MIX REFERENCE OUT``."""

import sys
from pathlib import Path

from benchmarks.methods import master


def main(arguments: list[str]) -> None:
    """Run the method named first on the paths that follow."""
    method, mix, reference, out = arguments
    master(method)(Path(mix), Path(reference), Path(out))


if __name__ == "__main__":
    main(sys.argv[1:])
