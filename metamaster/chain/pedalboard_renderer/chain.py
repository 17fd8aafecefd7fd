"""The whole chain as one streaming stage: trim → EQ → multiband dynamics → saturation → image → limiter."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial
from itertools import chain as joined

import numpy as np
from jaxtyping import Float32

from metamaster.chain.lanes import NO_LANES, Lanes
from metamaster.chain.pedalboard_renderer.compression import Compression, LastCompression, Rows, Trace
from metamaster.chain.pedalboard_renderer.eq import Equaliser
from metamaster.chain.pedalboard_renderer.gain import Gain
from metamaster.chain.pedalboard_renderer.image import Image
from metamaster.chain.pedalboard_renderer.limiter import Limiter
from metamaster.chain.pedalboard_renderer.moving import Playing, Retunable, playing, retune
from metamaster.chain.pedalboard_renderer.multiband import Multiband
from metamaster.chain.pedalboard_renderer.processor import Channel
from metamaster.chain.pedalboard_renderer.saturation import Saturation
from metamaster.chain.pedalboard_renderer.stage import Block


class UnlimitedChain:
    """Everything before the limiter; left/right in and out, no latency.

    Controls with a lane in ``lanes`` move, the others stay at their ``values``; without lanes the sound is the same to
    the bit as if there were no such thing. A lane of the limiter's drive moves the level at the end, by its difference
    from the drive in ``values``. Mid and side do not meet in equaliser and multiband, two thirds of the work: with
    ``threads`` they run side by side. A chain that is to be retuned must be ``ready`` for it from the beginning.
    """

    latency = 0

    def __init__(
        self,
        values: Mapping[str, float],
        sample_rate: int,
        lanes: Lanes = NO_LANES,
        threads: Executor | None = None,
        ready: bool = False,
    ) -> None:
        def stage(name: str, make: Callable[[Mapping[str, float]], Retunable]) -> Playing:
            return playing(make, name, values, lanes, sample_rate)

        self._trim = stage("trim.", partial(Gain, "trim.gain_db"))
        equaliser, multiband = Equaliser(values, sample_rate, lanes), Multiband(values, sample_rate, lanes, ready)
        self._rows = tuple(zip(equaliser.rows, multiband.rows, strict=True))
        self._map = threads.map if threads else map
        self._saturation = stage("saturation.", partial(Saturation, sample_rate=sample_rate))
        self._image = stage("image.", partial(Image, sample_rate=sample_rate))
        drive = "limiter.drive_db"
        self._drive = stage(drive, partial(Gain, drive, from_db=values[drive])) if drive in lanes else None

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on; what the stages hold of the sound stays, and lanes stay lanes."""
        retune((self._trim, *joined(*self._rows), self._saturation, self._image), values)

    def process(self, block: Block) -> Block:
        """The next block of left and right."""
        mid, side = self._map(_through, self._rows, encode(self._trim.process(block)))
        out = decode(self._image.process(encode(self._saturation.process(_sum_and_difference(mid, side)))))
        return out if self._drive is None else self._drive.process(out)

    def compression(self, step: int) -> Compression:
        """Has what the compressors take be noted from the next sample on, in steps of so many samples."""
        noted = Compression(step)
        self.trace(noted.rows)
        return noted

    def trace(self, rows: Rows[Trace]) -> None:
        """Has every compressor looked at from the next sample on."""
        for (_, multiband), traces in zip(self._rows, rows, strict=True):
            multiband.trace(traces)


class Chain:
    """The chain as it ships; delayed by the limiter's look-ahead.

    Retuning it while it is heard clicks: ``ready`` is for a chain that is retuned while another one is heard.
    """

    def __init__(
        self, values: Mapping[str, float], sample_rate: int, threads: Executor | None = None, ready: bool = False
    ) -> None:
        self._unlimited = UnlimitedChain(values, sample_rate, threads=threads, ready=ready)
        drive_db, ceiling_db, release_ms = (
            values[f"limiter.{name}"] for name in ("drive_db", "ceiling_db", "release_ms")
        )
        self._limiter = Limiter(sample_rate, drive_db, ceiling_db, release_ms)
        self.latency = self._limiter.latency

    @property
    def reduction_db(self) -> Float32[np.ndarray, " samples"]:
        """The limiter's reduction in dB (≥ 0) of each sample of the last block."""
        return self._limiter.reduction_db

    def last_compression(self) -> LastCompression:
        """Has what the compressors take in every block be noted from the next sample on."""
        noted = LastCompression()
        self._unlimited.trace(noted.rows)
        return noted

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on; what the stages hold of the sound stays."""
        self._unlimited.retune(values)
        self._limiter.retune(values)

    def process(self, block: Block) -> Block:
        """The next block of left and right."""
        return self._limiter.process(self._unlimited.process(block))


def _through(row: tuple[Playing, Playing], channel: Channel) -> Channel:
    for stage in row:
        channel = stage.process(channel)
    return channel


def encode(block: Block) -> Block:
    """Left/right to mid/side: mid = (L + R) / 2, side = (L − R) / 2."""
    pair = _sum_and_difference(*block)
    pair *= np.float32(0.5)
    return pair


def decode(block: Block) -> Block:
    """Mid/side to left/right."""
    return _sum_and_difference(*block)


def _sum_and_difference(one: Channel, other: Channel) -> Block:
    pair = np.empty((2, one.shape[0]), np.float32)
    np.add(one, other, out=pair[0])
    np.subtract(one, other, out=pair[1])
    return pair
