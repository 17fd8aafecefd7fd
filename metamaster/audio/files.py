"""Audio files and arrays as sources."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import Float32

from metamaster.audio.decoding import decodable_samples, decoder, last_sample_decodes
from metamaster.audio.file_source import Access, FileSource, cut_short
from metamaster.audio.headers.header import Header
from metamaster.audio.headers.read import read_header
from metamaster.audio.readable import FORMATS
from metamaster.audio.source import BLOCK_SAMPLES, Source
from metamaster.errors import (
    InputEmpty,
    InputMissing,
    InputNotAudio,
    InputTruncated,
    TooManyChannels,
    UnsupportedSampleRate,
)
from metamaster.text_file import shown

LOWEST_SAMPLE_RATE_HZ = 8_000
HIGHEST_SAMPLE_RATE_HZ = 192_000
_LOST_S = 0.25
_REMEDY = "convert it to WAV, AIFF, FLAC, OGG or MP3."


class ArraySource(Source):
    """Samples in memory, shape (channels, samples), as a source."""

    def __init__(self, samples: Float32[np.ndarray, "channels samples"], sample_rate: int, name: str = "array") -> None:
        self.name = name
        self.sample_rate = sample_rate
        self.channels = samples.shape[0]
        self._samples = samples

    @property
    def frames(self) -> int:
        """How many samples each channel holds."""
        return int(self._samples.shape[1])

    def blocks(
        self, size: int = BLOCK_SAMPLES, start: int = 0, stop: int | None = None
    ) -> Iterator[Float32[np.ndarray, "channels _"]]:
        """The samples from ``start`` up to ``stop``, in contiguous blocks of ``size``."""
        stop = self.frames if stop is None else min(stop, self.frames)
        for at in range(start, stop, size):
            yield np.ascontiguousarray(self._samples[:, at : min(at + size, stop)])


def open_source(path: str | os.PathLike[str]) -> FileSource:
    """An audio file (WAV, AIFF, FLAC, OGG or MP3; mono or stereo; 8 to 192 kHz) as a source.

    What lies beyond full scale is kept. Raises InputMissing, InputEmpty, InputNotAudio, InputTruncated,
    TooManyChannels or UnsupportedSampleRate; whether the sound itself is of use is for ``checks`` to say.
    """
    path = Path(path)
    name = shown(path.name)
    header = _header(path)
    if not header.complete:
        raise cut_short(name, header.held_s, header.promised_s)
    try:
        with decoder(path) as handle:
            _check_file(name, handle)
            access = _access(path, header, handle)
            return FileSource(path, handle.samplerate, handle.channels, handle.frames, access)
    except (soundfile.LibsndfileError, TypeError) as error:
        # TypeError is how soundfile says that it takes a file named .raw to have no header.
        raise InputNotAudio(f"{name} is not audio that can be read here: {_REMEDY}") from error


def _header(path: Path) -> Header:
    named = shown(path)
    try:
        if path.is_dir():
            raise InputMissing(f"{named} is a folder: name an audio file in it.")
        if path.exists() and not path.is_file():
            raise InputMissing(f"{named} is a pipe or a device: save the audio to a file first.")
        if path.stat().st_size == 0:
            raise InputEmpty(f"{named} is empty (0 bytes): export it again.")
        return read_header(path)
    except FileNotFoundError as error:
        raise InputMissing(f"{named} does not exist: check the name and the folder.") from error
    except PermissionError as error:
        raise InputMissing(f"{named} may not be read: change its permissions.") from error
    except OSError as error:
        raise InputMissing(f"{named} cannot be read ({error.strerror}): check the disk.") from error


def check_format(name: str, sample_rate: int, channels: int) -> None:
    """Raise TooManyChannels or UnsupportedSampleRate for what cannot be mastered."""
    low, high = LOWEST_SAMPLE_RATE_HZ, HIGHEST_SAMPLE_RATE_HZ
    if channels > 2:
        raise TooManyChannels(f"{name} has {channels} channels: mix it down to stereo first.")
    if not low <= sample_rate <= high:
        raise UnsupportedSampleRate(f"{name} has a sample rate of {sample_rate} Hz: use one from {low} to {high} Hz.")


def _check_file(name: str, handle: soundfile.SoundFile) -> None:
    if handle.format not in FORMATS:
        raise InputNotAudio(f"{name} is in the {handle.format} format: {_REMEDY}")
    if handle.frames == 0:
        raise InputEmpty(f"{name} holds no samples: export it again.")
    check_format(name, handle.samplerate, handle.channels)


def _refuse_lost(path: Path, handle: soundfile.SoundFile) -> None:
    """Raise InputTruncated where more of an MP3 file is lost than a frame or two: its decoder skips what is damaged."""
    held_s, promised_s = decodable_samples(path) / handle.samplerate, handle.frames / handle.samplerate
    if promised_s - held_s > _LOST_S:
        raise cut_short(shown(path.name), held_s, promised_s)


def _access(path: Path, header: Header, handle: soundfile.SoundFile) -> Access:
    """How to reach any sample of the file; raises InputTruncated where only decoding shows that the end is missing."""
    if handle.format == "OGG":
        # libsndfile 1.2.2 miscounts streams that do not begin at zero, and seeks wrongly near the end.
        return "scan"
    if handle.format == "MP3":
        if header.promised_s is None:
            return "pipe"
        if last_sample_decodes(handle):
            return "seek"
        _refuse_lost(path, handle)
        return "scan"
    if handle.format == "FLAC":
        if header.promised_s is None:
            raise InputTruncated(
                f"{shown(path.name)} does not state its length, as if written into a pipe: convert it again."
            )
        if not last_sample_decodes(handle):
            held_s = decodable_samples(path) / handle.samplerate
            raise cut_short(shown(path.name), held_s, header.promised_s)
    return "seek"
