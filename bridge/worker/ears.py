"""Remembers files that were listened to, so that adapting again does not listen again."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import repeat
from pathlib import Path

from metamaster.audio.files import open_source
from metamaster.listen import Listened, listen_all
from metamaster.measure.analysis import Depth

_REMEMBERED = 24

_Key = tuple[str, int, int]


class Ears:
    """Listens to files, each once for as long as it does not change."""

    def __init__(self) -> None:
        self._heard: OrderedDict[_Key, Listened] = OrderedDict()

    def listen(self, paths: Sequence[str], progress: Callable[[float], None]) -> tuple[Listened, ...]:
        """What was heard on each file; raises what ``metamaster.listen`` raises."""
        keys = {path: _key(path) for path in paths}
        new = [path for path, key in keys.items() if key not in self._heard]
        if new:
            # Adaptation asks for no more; true peaks are measured on renders.
            sources = [open_source(path) for path in new]
            for path, heard in zip(new, listen_all(sources, progress, repeat(Depth.SPECTRUM)), strict=True):
                self._heard[keys[path]] = heard
        for key in keys.values():
            self._heard.move_to_end(key)
        found = tuple(self._heard[keys[path]] for path in paths)
        while len(self._heard) > _REMEMBERED:
            self._heard.popitem(last=False)
        return found


def _key(path: str) -> _Key:
    try:
        status = Path(path).stat()
    except OSError:
        # Opening it says in plain words what is wrong.
        return (path, 0, 0)
    return (path, status.st_size, status.st_mtime_ns)
