"""libsndfile, opened so that what it does differently from file to file stays in here."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import Float32

_COPIED_BYTES = 65536


@contextmanager
def decoder(path: Path, through_pipe: bool = False) -> Iterator[soundfile.SoundFile]:
    """An open libsndfile decoder of the file at ``path``; raises soundfile.LibsndfileError.

    libsndfile guesses the length of an MP3 file that does not state it from the file's size, and stops there, far too
    early in one of variable bit rate. It cannot know the size of a pipe, and reads that to the end.
    """
    if through_pipe:
        with _pipe_from(path) as end, soundfile.SoundFile(end, closefd=False) as handle:
            yield handle
    else:
        with soundfile.SoundFile(encoded_name(path)) as handle:
            yield handle


def encoded_name(path: Path) -> str | bytes:
    """A path as soundfile takes it: it cannot itself encode names that are not valid Unicode, which POSIX allows."""
    return str(path) if os.name == "nt" else os.fsencode(path)


@contextmanager
def _pipe_from(path: Path) -> Iterator[int]:
    reading_end, writing_end = os.pipe()
    feeder = threading.Thread(target=_copy, args=(path, writing_end), daemon=True)
    feeder.start()
    try:
        yield reading_end
    finally:
        # Closing this end is what ends the feeder where not everything was read.
        os.close(reading_end)
        feeder.join()


def _copy(path: Path, writing_end: int) -> None:
    # The pipe first: it ends whatever happens to the file, or the decoder would wait for ever. What the decoder then
    # makes of what it got is for it to say.
    with suppress(OSError), os.fdopen(writing_end, "wb", 0) as pipe, path.open("rb") as file:
        while octets := file.read(_COPIED_BYTES):
            pipe.write(octets)


def next_block(handle: soundfile.SoundFile, size: int) -> Float32[np.ndarray, "channels samples"]:
    """Up to ``size`` further samples, channels first; fewer only at the end."""
    interleaved = handle.read(size, dtype="float32", always_2d=True)
    return np.ascontiguousarray(interleaved.T)


def last_sample_decodes(handle: soundfile.SoundFile) -> bool:
    """Whether the very last sample that the file promises is really there."""
    last = handle.frames - 1
    try:
        # In an MP3 file of damaged counts it may end up far beyond, where reading asks for fewer samples than none.
        return handle.seek(last) == last and len(handle.read(1, dtype="float32")) == 1
    except soundfile.LibsndfileError:
        return False


def decodable_samples(path: Path, step: int = 4096) -> int:
    """How many samples can be decoded from the start up to the end or the first error, to within ``step``."""
    count = 0
    with suppress(soundfile.LibsndfileError), decoder(path) as handle:
        while got := len(handle.read(step, dtype="float32", always_2d=True)):
            count += got
    return count
