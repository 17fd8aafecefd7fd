"""Which files of a folder are there whole, and which of them have no master yet."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from metamaster.audio.readable import SUFFIXES

STILL_S = 2.0
"""A file that has not changed for this long is taken to be finished."""

_State = tuple[int, int]


@dataclass
class _Seen:
    state: _State
    since_s: float
    taken: bool = False


@dataclass(frozen=True)
class Bounce:
    """A file to be mastered, and what its answers are called but for their endings."""

    mix: Path
    answers: Path

    @property
    def master(self) -> Path:
        """Where its master goes."""
        return self.answers.with_name(f"{self.answers.name}.wav")

    @property
    def note(self) -> Path:
        """Where it is said why there is no master."""
        return self.answers.with_name(f"{self.answers.name}.txt")


class WatchedFolder:
    """Remembers how files looked when it was last asked."""

    def __init__(self, folder: Path, out: Path) -> None:
        self._folder, self._out = folder, out
        self._seen: dict[Path, _Seen] = {}

    def finished(self, now_s: float) -> list[Bounce]:
        """The files that have stopped growing since, and are newer than their master and its note; each once.

        Names are in order. What is hidden, empty or no audio by its name is passed over, and so is what cannot be
        looked at just now. Where files differ only by how they end, their answers keep that in their names.
        """
        found = {path: state for path in self._files() if (state := _state(path)) is not None}
        self._seen = {path: seen for path, seen in self._seen.items() if path in found}
        # Without regard to capitals, since there are disks that have none.
        alike = Counter(path.stem.casefold() for path in found)
        bounces = (
            Bounce(path, self._out / (path.stem if alike[path.stem.casefold()] == 1 else path.name))
            for path in sorted(found)
        )
        return [one for one in bounces if self._is_new(one, found[one.mix], now_s)]

    def _files(self) -> list[Path]:
        try:
            entries = list(self._folder.iterdir())
        except OSError:
            # Unplugged or renamed: it may come back.
            return []
        return [path for path in entries if not path.name.startswith(".") and path.suffix.lower() in SUFFIXES]

    def _is_new(self, bounce: Bounce, state: _State, now_s: float) -> bool:
        seen = self._seen.get(bounce.mix)
        if seen is None or seen.state != state:
            self._seen[bounce.mix] = _Seen(state, now_s)
            return False
        if seen.taken or now_s - seen.since_s < STILL_S:
            return False
        seen.taken = True
        answers = [_state(answer) for answer in (bounce.master, bounce.note)]
        return all(answer is None or answer[1] < state[1] for answer in answers)


def _state(path: Path) -> _State | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if status.st_size and path.is_file() else None
