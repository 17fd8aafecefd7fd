"""Work on blocks in a thread of its own, so that two cores share what NumPy and Pedalboard do outside the GIL."""

import queue
import threading
from collections.abc import Callable
from types import TracebackType

import numpy as np
from jaxtyping import Float32

Block = Float32[np.ndarray, "channels _"]

_WAITING_BLOCKS = 4


class Background:
    """A context manager that hands blocks, in order, to consumers in another thread.

    Calling it gives a block away, which must not be changed afterwards; it waits while too many are waiting. What a
    consumer raises is raised by the next call or at the end. All blocks are consumed when the context ends well;
    after an exception the rest are dropped.
    """

    def __init__(self, *consumers: Callable[[Block], object]) -> None:
        self._consumers = consumers
        self._blocks: queue.Queue[Block | None] = queue.Queue(_WAITING_BLOCKS)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._consume, daemon=True)

    def __enter__(self) -> "Background":
        self._thread.start()
        return self

    def __call__(self, block: Block) -> None:
        """Give a block to the consumers."""
        self._raise()
        self._blocks.put(block)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._error = self._error or error
        self._blocks.put(None)
        self._thread.join()
        if kind is None:
            self._raise()

    def _consume(self) -> None:
        while (block := self._blocks.get()) is not None:
            # After an error the rest is taken and dropped, so that nobody waits for room for ever.
            if self._error is None:
                try:
                    for consumer in self._consumers:
                        consumer(block)
                except BaseException as error:  # noqa: BLE001 - handed to the thread that called
                    self._error = error

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error
