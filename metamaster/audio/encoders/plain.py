"""Uncompressed files: a header, then the samples interleaved."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32, Int32

from metamaster.audio.encoders.aiff import aiff_header
from metamaster.audio.encoders.encoder import Encoder, Layout
from metamaster.audio.encoders.wav import wav_header
from metamaster.errors import OutputFormat


@dataclass(frozen=True)
class Container:
    """A kind of uncompressed file: ``header`` gives the same number of bytes for any number of frames."""

    name: str
    header: Callable[[Layout, int], bytes]
    byte_order: str
    largest_bytes: int


WAV = Container("WAV", wav_header, "<", 2**63)
AIFF = Container("AIFF", aiff_header, ">", 2**32 - 2)


class PlainEncoder(Encoder):
    """Writes an uncompressed file; raises OutputFormat beyond what the container can hold."""

    def __init__(self, path: Path, layout: Layout, container: Container) -> None:
        self._layout = layout
        self._container = container
        self._frames = 0
        self._header_bytes = len(container.header(layout, 0))
        self._file = path.open("r+b")
        self._file.write(container.header(layout, 0))

    def write(self, samples: Int32[np.ndarray, "channels samples"] | Float32[np.ndarray, "channels samples"]) -> None:
        """Add samples at the end."""
        frames = self._frames + samples.shape[1]
        if self._header_bytes + frames * self._layout.frame_bytes > self._container.largest_bytes:
            raise OutputFormat(f"{self._container.name} files hold no more than 4 GB: name the output .wav or .flac.")
        self._file.write(_interleaved(samples, self._layout.bits, self._container.byte_order))
        self._frames = frames

    def finish(self) -> None:
        """Complete the file and close it."""
        # Chunks begin at even bytes.
        self._file.write(b"\0" * (self._frames * self._layout.frame_bytes % 2))
        self._file.seek(0)
        self._file.write(self._container.header(self._layout, self._frames))
        self._file.close()

    def abandon(self) -> None:
        """Close the file, whatever state it is in."""
        with suppress(OSError):
            self._file.close()


def _interleaved(
    samples: Int32[np.ndarray, "channels samples"] | Float32[np.ndarray, "channels samples"],
    bits: int,
    order: str,
) -> bytes:
    if bits == 32:
        return samples.T.astype(f"{order}f4").tobytes()
    if bits == 16:
        return samples.T.astype(f"{order}i2").tobytes()
    four = np.ascontiguousarray(samples.T).astype(f"{order}i4", copy=False).view(np.uint8).reshape(-1, 4)
    three = np.empty((len(four), 3), np.uint8)
    kept = four[:, :3] if order == "<" else four[:, 1:]
    for place in range(3):  # column by column, which numpy copies twice as fast as all at once
        three[:, place] = kept[:, place]
    return three.tobytes()
