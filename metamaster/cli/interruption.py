"""Ctrl-C, or being told to end, as a KeyboardInterrupt that is raised where it is heeded."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_S = 0.02
_DEAF_NAMES = (
    ".__del__",
    "_xla_gc_callback",
    "ExtensionFileLoader.create_module",
    "ExtensionFileLoader.exec_module",
)
_DEAF_FILES = ("weakref.py", "_weakrefset.py")


@contextmanager
def interruptible(ends_program: bool) -> Iterator[None]:
    """Inside, SIGINT and SIGTERM raise KeyboardInterrupt.

    Once one did, or if the program ends after this, the next SIGINT ends the process without a word. Where Python
    would print and forget the exception (while it collects garbage) or make an ImportError of it (while a compiled
    module is loaded), it is raised a moment later.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGINT, signal.SIGTERM, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])]
    after = {number: signal.signal(number, _interrupt) for number in numbers}
    if ends_program:
        after[signal.SIGINT] = signal.SIG_DFL
    try:
        yield
    except KeyboardInterrupt:
        after[signal.SIGINT] = signal.SIG_DFL
        raise
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        for number, handler in after.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if hasattr(signal, "setitimer") and _is_deaf(frame):
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)
    else:
        raise KeyboardInterrupt


def _is_deaf(frame: FrameType | None) -> bool:
    while frame is not None:
        code = frame.f_code
        if code.co_qualname.endswith(_DEAF_NAMES) or code.co_filename.endswith(_DEAF_FILES):
            return True
        frame = frame.f_back
    return False
