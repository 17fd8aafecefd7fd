"""Makes adaptation ready in another thread while files are listened to; nothing heavy is imported before that."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def made_ready_meanwhile(rule: str | None) -> Iterator[None]:
    """Imports JAX and loads what adapting with that rule needs, in another thread; without a rule, nothing.

    Nothing depends on its end. What is being compiled when the inside has ended cannot be left, and Python waits for
    it, because XLA brings the process down if Python ends before it.
    """
    pool = ThreadPoolExecutor(1)
    if rule is not None:
        pool.submit(_make_ready, rule)
    try:
        yield
    finally:
        pool.shutdown(wait=False)


def _make_ready(rule: str) -> None:
    from metamaster.learn.programs import make_ready  # noqa: PLC0415 - importing JAX is most of the work

    make_ready(rule)
