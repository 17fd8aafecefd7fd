"""The audio in a file, as a source."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
from jaxtyping import Float32

from metamaster.audio.decoding import decoder, next_block
from metamaster.audio.source import BLOCK_SAMPLES, Source, windowed
from metamaster.errors import InputMissing, InputTruncated
from metamaster.text_file import shown

Access = Literal["seek", "scan", "pipe"]


class FileSource(Source):
    """The audio in a file; ``open_source`` makes one after checking the file.

    ``access`` is how any sample of it is reached: by seeking; by decoding from the start, where libsndfile's count of
    samples or its seeking cannot be relied on; or that through a pipe, where it would stop too early. The latter
    two are counted the first time that they are read through, or that anybody asks; until then libsndfile's count,
    ``counted``, is what they are thought to hold.
    """

    def __init__(self, path: Path, sample_rate: int, channels: int, counted: int, access: Access) -> None:
        self.path = path
        self.name = shown(path.name)
        self.sample_rate = sample_rate
        self.channels = channels
        self._counted = counted
        self._frames = counted if access == "seek" else None
        self._access = access

    @property
    def frames(self) -> int:
        """How many samples each channel holds."""
        if self._frames is None:
            self._frames = sum(block.shape[1] for block in self._scanned())
        return self._frames

    @property
    def expected_frames(self) -> int:
        """How many samples each channel is thought to hold: exact once the file was read through."""
        return self._counted if self._frames is None else self._frames

    def blocks(
        self, size: int = BLOCK_SAMPLES, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        """The samples from ``start`` up to ``stop``, in blocks of ``size``; raises InputTruncated."""
        if self._access == "seek":
            return self._sought(size, start, self.frames if stop is None else min(stop, self.frames))
        return windowed(self._scanned(), size, start, stop)

    def _sought(self, size: int, start: int, stop: int) -> Iterator[Float32[np.ndarray, "channels _"]]:
        if start >= stop:
            return
        with self._decoder() as handle:
            handle.seek(start)
            for at in range(start, stop, size):
                wanted = min(size, stop - at)
                block = self._next(handle, wanted, at)
                if block.shape[1] < wanted:
                    held_s = (at + block.shape[1]) / self.sample_rate
                    raise cut_short(self.name, held_s, self.duration_s)
                yield block

    def _scanned(self) -> Iterator[Float32[np.ndarray, "channels _"]]:
        count = 0
        with self._decoder() as handle:
            while (block := self._next(handle, BLOCK_SAMPLES, count)).shape[1]:
                count += block.shape[1]
                yield block
        self._frames = count

    @contextmanager
    def _decoder(self) -> Iterator[soundfile.SoundFile]:
        if not self.path.is_file():
            raise InputMissing(f"{shown(self.path)} has gone since it was opened: put it back.")
        try:
            with decoder(self.path, through_pipe=self._access == "pipe") as handle:
                yield handle
        except soundfile.LibsndfileError as error:
            raise InputTruncated(f"{self.name} cannot be decoded: export it again.") from error

    def _next(self, handle: soundfile.SoundFile, size: int, at: int) -> Float32[np.ndarray, "channels samples"]:
        try:
            return next_block(handle, size)
        except soundfile.LibsndfileError as error:
            raise InputTruncated(
                f"{self.name} cannot be decoded beyond {at / self.sample_rate:.1f} s: export it again."
            ) from error


def cut_short(name: str, held_s: float | None, promised_s: float | None) -> InputTruncated:
    """The error to raise for a file that ends after ``held_s`` seconds, where it promises ``promised_s``."""
    if held_s is None or promised_s is None:
        return InputTruncated(f"{name} breaks off before its end: export it again.")
    return InputTruncated(
        f"{name} ends after {held_s:.1f} s although its header promises {promised_s:.1f} s: export it again."
    )
