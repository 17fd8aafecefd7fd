"""Audio put aside between two passes: in memory while it is small, in a temporary file beyond that."""

import errno
import tempfile
from collections.abc import Iterator
from types import TracebackType

import numpy as np
from jaxtyping import Float32

from metamaster.audio.source import BLOCK_SAMPLES, Source
from metamaster.errors import MetamasterError, OutputFull, OutputUnwritable

_IN_MEMORY_BYTES = 4 * 2**20


class Spool(Source):
    """A source that is written first, block by block; a context manager, on whose exit all of it is gone.

    Appending raises OutputFull or OutputUnwritable where the system's temporary folder takes no more.
    """

    def __init__(self, channels: int, sample_rate: int, name: str = "spool") -> None:
        self.name = name
        self.sample_rate = sample_rate
        self.channels = channels
        self._frames = 0
        self._sample_bytes = 4 * channels
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES, prefix="metamaster-")  # noqa: SIM115

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def frames(self) -> int:
        """How many samples each channel holds so far."""
        return self._frames

    def append(self, block: Float32[np.ndarray, "channels samples"]) -> None:
        """Add a block of shape (channels, samples) at the end."""
        if block.shape[0] != self.channels:
            raise ValueError(f"a spool of {self.channels} channels was given a block of {block.shape[0]}")
        try:
            self._file.seek(self._frames * self._sample_bytes)
            self._file.write(np.ascontiguousarray(block.T).tobytes())
            self._file.flush()
        except OSError as error:
            raise _refused(error) from error
        self._frames += block.shape[1]

    def blocks(
        self, size: int = BLOCK_SAMPLES, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        """The samples from ``start`` up to ``stop``, in blocks of ``size``."""
        stop = self._frames if stop is None else min(stop, self._frames)
        for at in range(start, stop, size):
            # Each time, for another reading or an append may have moved the file since.
            self._file.seek(at * self._sample_bytes)
            octets = self._file.read((min(at + size, stop) - at) * self._sample_bytes)
            yield np.ascontiguousarray(np.frombuffer(octets, np.float32).reshape(-1, self.channels).T)


def _refused(error: OSError) -> MetamasterError:
    where = tempfile.tempdir
    if where is None:
        # Python has tried them all by writing a little to each.
        return OutputUnwritable("No folder for temporary files takes anything: free some space or set TMPDIR to one.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutputFull(
            f"The folder for temporary files, {where}, is full: free some space or set TMPDIR to another."
        )
    return OutputUnwritable(f"The folder for temporary files, {where}, cannot be written to: set TMPDIR to another.")
