"""FLAC, through libsndfile."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import soundfile
from jaxtyping import Float32, Int32

from metamaster.audio.decoding import decoder, encoded_name, last_sample_decodes
from metamaster.audio.encoders.encoder import Encoder, Layout

_PROBE_BYTES = 2**20


class FlacEncoder(Encoder):
    """Writes a FLAC file of 16 or 24 bits, and does not believe that it is whole before reading its end again."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path = path
        self._shift = 32 - layout.bits
        self._frames = 0
        try:
            self._file = soundfile.SoundFile(
                encoded_name(path),
                "w",
                layout.sample_rate,
                layout.channels,
                f"PCM_{layout.bits}",
                format="FLAC",
            )
        except soundfile.LibsndfileError as error:
            raise self._reason() from error

    def write(self, samples: Int32[np.ndarray, "channels samples"] | Float32[np.ndarray, "channels samples"]) -> None:
        """Add samples at the end."""
        # libsndfile takes the upper bits of 32.
        aligned = np.left_shift(samples, self._shift, dtype=np.int32)
        try:
            self._file.write(np.ascontiguousarray(aligned.T))
        except (soundfile.LibsndfileError, AssertionError) as error:
            # An assertion is how soundfile says that less was written than it was given.
            raise self._reason() from error
        self._frames += samples.shape[1]

    def finish(self) -> None:
        """Complete the file and close it."""
        try:
            self._file.close()
            # Nobody says so where the last frames, which closing writes, find no room.
            with decoder(self._path) as written:
                whole = written.frames == self._frames and last_sample_decodes(written)
        except soundfile.LibsndfileError as error:
            raise self._reason() from error
        if not whole:
            raise self._reason()

    def abandon(self) -> None:
        """Close the file, whatever state it is in."""
        with suppress(soundfile.LibsndfileError):
            self._file.close()

    def _reason(self) -> OSError:
        """Why the file could not be written: libsndfile does not tell, but the system does when it is asked again."""
        try:
            with self._path.open("ab") as file:
                file.write(bytes(_PROBE_BYTES))
        except OSError as error:
            return error
        return OSError("the FLAC encoder failed")
