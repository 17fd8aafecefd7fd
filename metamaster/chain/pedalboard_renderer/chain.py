"""The whole chain as one streaming stage: trim → EQ → multiband dynamics → saturation → image → limiter."""

from collections.abc import Mapping
from concurrent.futures import Executor

import numpy as np

from metamaster.chain.pedalboard_renderer.eq import Equaliser
from metamaster.chain.pedalboard_renderer.filters import FilterRow
from metamaster.chain.pedalboard_renderer.image import Image
from metamaster.chain.pedalboard_renderer.limiter import Limiter
from metamaster.chain.pedalboard_renderer.multiband import Multiband, MultibandRow
from metamaster.chain.pedalboard_renderer.processor import Channel
from metamaster.chain.pedalboard_renderer.saturation import Saturation
from metamaster.chain.pedalboard_renderer.stage import Block


class UnlimitedChain:
    """Everything before the limiter; left/right in and out, no latency.

    Mid and side do not meet in equaliser and multiband, two thirds of the work: with ``threads`` they run side by side.
    """

    latency = 0

    def __init__(self, values: Mapping[str, float], sample_rate: int, threads: Executor | None = None) -> None:
        # JAX has the control in float32, and a last bit of this gain is heard by biquads in float32 (-75 dB).
        trim_db = float(np.float32(values["trim.gain_db"]))
        self._trim = np.float32(10.0 ** (trim_db / 20.0))
        equaliser, multiband = Equaliser(values, sample_rate), Multiband(values, sample_rate)
        self._rows = tuple(zip(equaliser.rows, multiband.rows, strict=True))
        self._map = threads.map if threads else map
        self._saturation = Saturation(values, sample_rate)
        self._image = Image(values, sample_rate)

    def process(self, block: Block) -> Block:
        """The next block of left and right."""
        pair = np.stack(list(self._map(_through, self._rows, encode(block * self._trim))))
        return decode(self._image.process(encode(self._saturation.process(decode(pair)))))


class Chain:
    """The chain as it ships; delayed by the limiter's look-ahead."""

    def __init__(self, values: Mapping[str, float], sample_rate: int, threads: Executor | None = None) -> None:
        self._unlimited = UnlimitedChain(values, sample_rate, threads)
        limiter = {name.partition(".")[2]: v for name, v in values.items() if name.startswith("limiter.")}
        self._limiter = Limiter(sample_rate, **limiter)
        self.latency = self._limiter.latency

    def process(self, block: Block) -> Block:
        """The next block of left and right."""
        return self._limiter.process(self._unlimited.process(block))


def _through(row: tuple[FilterRow, MultibandRow], channel: Channel) -> Channel:
    for stage in row:
        channel = stage.process(channel)
    return channel


def encode(block: Block) -> Block:
    """Left/right to mid/side: mid = (L + R) / 2, side = (L − R) / 2."""
    half = np.float32(0.5)
    return np.stack([(block[0] + block[1]) * half, (block[0] - block[1]) * half])


def decode(block: Block) -> Block:
    """Mid/side to left/right."""
    return np.stack([block[0] + block[1], block[0] - block[1]])
