"""A progress bar for what takes more than a second."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from metamaster.clock import Progress as Told
from metamaster.clock import silent

_PATIENCE_S = 1.0
_WORDS = {"listen": "Listening", "adapt": "Adapting", "render": "Rendering"}


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Told]:
    """Gives what to tell of progress; shows a bar on stderr once a second has passed, if that is a terminal."""
    if quiet:
        yield silent
        return
    # Slow to import, and of no use where nobody looks.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
    bar, tasks, start = Progress(*columns, console=console, transient=True), dict[str, TaskID](), time.monotonic()

    def tell(part: str, share: float) -> None:
        if part not in tasks:
            tasks[part] = bar.add_task(_WORDS.get(part, part), total=1.0)
        bar.update(tasks[part], completed=share)
        if not bar.live.is_started and time.monotonic() - start > _PATIENCE_S:
            bar.start()

    try:
        yield tell
    finally:
        bar.stop()
