"""Multiband dynamics on mid and side: our crossover, Pedalboard's compressors, make-up, sum."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pedalboard
from jaxtyping import Float64

from metamaster.chain.lanes import NO_LANES, Lanes
from metamaster.chain.layout import BANDS, juce_time_ms
from metamaster.chain.pedalboard_renderer.compression import Trace
from metamaster.chain.pedalboard_renderer.crossover import ThreeBands
from metamaster.chain.pedalboard_renderer.moving import Moving, Playing, playing, retune
from metamaster.chain.pedalboard_renderer.processor import Channel, Processor
from metamaster.chain.pedalboard_renderer.sections import Signal
from metamaster.chain.pedalboard_renderer.stage import Block

_CORNERS = ("multiband.low_crossover_hz", "multiband.high_crossover_hz")


class Multiband:
    """Mid/side in, mid/side out; every row has compressors of its own, so the image does not wander."""

    latency = 0

    def __init__(
        self, values: Mapping[str, float], sample_rate: int, lanes: Lanes = NO_LANES, ready: bool = False
    ) -> None:
        self.rows = tuple(MultibandRow(values, sample_rate, lanes, ready) for _ in range(2))

    def process(self, block: Block) -> Block:
        """The next block of mid and side."""
        return np.stack([row.process(channel) for row, channel in zip(self.rows, block, strict=True)])


class MultibandRow:
    """The three bands of one channel, compressed and summed."""

    def __init__(
        self, values: Mapping[str, float], sample_rate: int, lanes: Lanes = NO_LANES, ready: bool = False
    ) -> None:
        self._split = playing(partial(_Split, sample_rate=sample_rate), _CORNERS, values, lanes, sample_rate)
        self._bands = [_band(f"multiband.{band}.", values, sample_rate, lanes, ready) for band in BANDS]

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on; what is on lanes stays on them."""
        retune((self._split, *self._bands), values)

    def process(self, channel: Channel) -> Channel:
        """The next samples of the channel."""
        out = np.zeros_like(channel)
        for band, signal in zip(self._bands, self._split.process(channel.astype(np.float64)), strict=True):
            out += band.process(signal.astype(np.float32))
        return out

    def trace(self, traces: Sequence[Trace]) -> None:
        """Has what each band's compressor takes be noted from the next sample on."""
        for band, trace in zip(self._bands, traces, strict=True):
            # Of one that moves there are two copies, which differ by what a control moves in a cell.
            compressed = band.copies[0] if isinstance(band, Moving) else band
            if isinstance(compressed, CompressedBand):
                compressed.trace = trace


class CompressedBand:
    """One band's compressor and make-up gain.

    At 1:1 the gain is exactly 1, and its power function is most of the chain's time: such a compressor is left out,
    unless it is to be ``ready`` to be retuned.
    """

    def __init__(self, values: Mapping[str, float], where: str, sample_rate: int, ready: bool) -> None:
        self._where = where
        self._plugin = pedalboard.Compressor()
        self.retune(values)
        used = ready or values[f"{where}ratio"] != 1.0
        self._compressor = Processor(self._plugin, sample_rate) if used else None
        self.trace: Trace | None = None

    def retune(self, values: Mapping[str, float]) -> None:
        """Other values from the next sample on; the envelope stays where it is."""
        self._plugin.threshold_db = values[f"{self._where}threshold_db"]
        self._plugin.ratio = values[f"{self._where}ratio"]
        self._plugin.attack_ms = juce_time_ms(values[f"{self._where}attack_ms"])
        self._plugin.release_ms = juce_time_ms(values[f"{self._where}release_ms"])
        self._makeup = np.float32(10.0 ** (values[f"{self._where}makeup_db"] / 20.0))

    def process(self, band: Channel) -> Channel:
        """The next samples of the band."""
        if self._compressor is None:
            return band * self._makeup
        compressed = self._compressor.process(band)
        if self.trace is not None:
            self.trace.add(band, compressed)
        return compressed * self._makeup


class _Split:
    """The crossovers, as one stage."""

    def __init__(self, values: Mapping[str, float], sample_rate: int) -> None:
        self._bands = ThreeBands(*_corners_hz(values), sample_rate)

    def retune(self, values: Mapping[str, float]) -> None:
        self._bands.retune(*_corners_hz(values))

    def process(self, channel: Signal) -> Float64[np.ndarray, "3 samples"]:
        return np.stack(self._bands.process(channel))


def _band(where: str, values: Mapping[str, float], sample_rate: int, lanes: Lanes, ready: bool) -> Playing:
    ready = ready or any(name.startswith(where) for name in lanes)
    make = partial(CompressedBand, where=where, sample_rate=sample_rate, ready=ready)
    return playing(make, where, values, lanes, sample_rate)


def _corners_hz(values: Mapping[str, float]) -> tuple[float, float]:
    return values["multiband.low_crossover_hz"], values["multiband.high_crossover_hz"]
