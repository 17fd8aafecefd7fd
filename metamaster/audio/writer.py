"""Audio files out: format by the name, dithered to the depth asked for, there whole or not at all."""

from pathlib import Path
from types import TracebackType

import numpy as np
from jaxtyping import Float32

from metamaster.audio.atomic import StagedFile, reported
from metamaster.audio.dither import quantise, tpdf
from metamaster.audio.encoders.encoder import Encoder, Layout
from metamaster.audio.encoders.flac import FlacEncoder
from metamaster.audio.encoders.plain import AIFF, WAV, PlainEncoder
from metamaster.errors import OutputFormat

BIT_DEPTHS = (16, 24, 32)
_CONTAINERS = {".wav": WAV, ".aiff": AIFF, ".aif": AIFF}


class AudioWriter:
    """A context manager that writes a WAV (RF64 beyond 4 GB), AIFF or FLAC file, as the path's suffix says.

    16 and 24 bits are dithered (TPDF, the same for the same ``seed``) and clipped at full scale; 32 is floating
    point, written as given. The file appears when the context ends well; on any exception nothing is left and what
    was there stays. Raises OutputFormat (at once), OutputExists, OutputUnwritable or OutputFull.
    """

    def __init__(
        self,
        path: Path,
        sample_rate: int,
        channels: int,
        bits: int = 24,
        overwrite: bool = False,
        seed: int = 0,
    ) -> None:
        check_output(path, bits)
        self._layout = Layout(sample_rate, channels, bits)
        self._staged = StagedFile(path, overwrite)
        self._encoder: Encoder | None = None
        self._seed = seed
        self.path = path
        self.frames = 0

    def __enter__(self) -> "AudioWriter":
        self._staged.__enter__()
        try:
            with reported(self.path):
                self._encoder = _encoder(self.path, self._staged.path, self._layout)
        except BaseException as error:
            self._staged.__exit__(type(error), error, None)
            raise
        return self

    def write(self, block: Float32[np.ndarray, "channels samples"]) -> Float32[np.ndarray, "channels samples"]:
        """Add a block of shape (channels, samples), full scale ±1; gives it back as a reader of the file gets it."""
        if self._encoder is None:
            raise RuntimeError("an AudioWriter is written to inside its with statement")
        if block.shape[0] != self._layout.channels or not np.isfinite(block).all():
            raise ValueError(f"a block of {self._layout.channels} channels of finite samples is needed")
        samples, stored = block, block
        if not self._layout.floating:
            noise = tpdf(self._seed, block.shape[0], self.frames, block.shape[1])
            samples = quantise(block, self._layout.bits, noise)
            stored = samples.astype(np.float32) * np.float32(2.0 ** (1 - self._layout.bits))
        with reported(self.path):
            self._encoder.write(samples)
        self.frames += block.shape[1]
        return stored

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        encoder, self._encoder = self._encoder, None
        try:
            if encoder is not None and kind is None:
                with reported(self.path):
                    encoder.finish()
        except BaseException as failure:
            kind, error = type(failure), failure
            raise
        finally:
            if encoder is not None:
                encoder.abandon()
            self._staged.__exit__(kind, error, trace)


def check_output(path: Path, bits: int) -> None:
    """Raise OutputFormat if no file of that name and depth can be written; costs nothing, so ask before the work."""
    suffix = path.suffix.lower()
    if suffix not in (*_CONTAINERS, ".flac"):
        raise OutputFormat(f"{path.name} cannot be written: name the output .wav, .flac or .aiff.")
    if bits not in BIT_DEPTHS:
        raise OutputFormat(f"{path.name} cannot have {bits} bits a sample: choose 16, 24 or 32 (floating point).")
    if suffix == ".flac" and bits == 32:
        raise OutputFormat(f"FLAC holds no 32-bit float samples: choose 24 bits, or name {path.stem}.wav.")


def _encoder(path: Path, staged: Path, layout: Layout) -> Encoder:
    container = _CONTAINERS.get(path.suffix.lower())
    return FlacEncoder(staged, layout) if container is None else PlainEncoder(staged, layout, container)
