"""Which files of a folder are there whole, and which of them have no master yet."""

from dataclasses import dataclass
from pathlib import Path

SUFFIXES = frozenset((".wav", ".aif", ".aiff", ".flac", ".ogg", ".mp3"))
STILL_S = 2.0
"""A file that has not changed for this long is taken to be finished."""

_State = tuple[int, int]


@dataclass
class _Seen:
    state: _State
    since_s: float
    taken: bool = False


def master_of(mix: Path, out: Path) -> Path:
    """Where the master of a file goes: its name, as WAV."""
    return out / f"{mix.stem}.wav"


def note_of(mix: Path, out: Path) -> Path:
    """Where it is said why there is no master."""
    return out / f"{mix.stem}.txt"


class WatchedFolder:
    """Remembers how files looked when it was last asked."""

    def __init__(self, folder: Path, out: Path) -> None:
        self._folder, self._out = folder, out
        self._seen: dict[Path, _Seen] = {}

    def finished(self, now_s: float) -> list[Path]:
        """The files that have stopped growing since, and are newer than their master and its note; each once.

        Names are in order. What is hidden, empty or no audio by its name is passed over, and so is what cannot be
        looked at just now.
        """
        found = {path: state for path in self._files() if (state := _state(path)) is not None}
        self._seen = {path: seen for path, seen in self._seen.items() if path in found}
        return [path for path in sorted(found) if self._is_new(path, found[path], now_s)]

    def _files(self) -> list[Path]:
        try:
            entries = list(self._folder.iterdir())
        except OSError:
            # Unplugged or renamed: it may come back.
            return []
        return [path for path in entries if not path.name.startswith(".") and path.suffix.lower() in SUFFIXES]

    def _is_new(self, path: Path, state: _State, now_s: float) -> bool:
        seen = self._seen.get(path)
        if seen is None or seen.state != state:
            self._seen[path] = _Seen(state, now_s)
            return False
        if seen.taken or now_s - seen.since_s < STILL_S:
            return False
        seen.taken = True
        answers = [_state(answer) for answer in (master_of(path, self._out), note_of(path, self._out))]
        return all(answer is None or answer[1] < state[1] for answer in answers)


def _state(path: Path) -> _State | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if status.st_size and path.is_file() else None
