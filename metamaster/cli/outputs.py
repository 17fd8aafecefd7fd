"""What a command is about to write: never over what it reads, and no two files in one place."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import combinations
from pathlib import Path

from metamaster.audio.atomic import check_target
from metamaster.errors import BadOption, OutputExists


def check_outputs(outputs: Sequence[Path], inputs: Iterable[Path], made: str, overwrite: bool) -> None:
    """Raises BadOption for two outputs in one place, OutputExists or OutputUnwritable for one that cannot be written.

    Not even with ``overwrite`` may an output take the place of what is ``made`` from.
    """
    for one, other in combinations(outputs, 2):
        if _same(one, other):
            raise BadOption(f"{other} would be written twice: name another file for one of them.")
    taken = tuple(inputs)
    for path in outputs:
        if any(_same(path, source) for source in taken):
            raise OutputExists(f"{path} is what the {made} is made from: name another file.")
    for path in outputs:
        check_target(path, overwrite)


def _same(one: Path, other: Path) -> bool:
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    # Two spellings of one file, as on disks that ignore case.
    with suppress(OSError):
        return one.samefile(other)
    return False
