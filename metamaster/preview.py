"""Level-matched previews: the same passage of the mix and of the master, equally loud, to be judged by ear."""

from pathlib import Path

import numpy as np
from jaxtyping import Float32

from metamaster.audio.offset import without_offset
from metamaster.audio.source import Source
from metamaster.audio.writer import AudioWriter
from metamaster.measure.loudness import integrated_lufs

PREVIEW_S = 30.0
_HEADROOM_DB = 1.0


def preview_paths(out: Path) -> tuple[Path, Path]:
    """Where the previews of a master go: beside it."""
    return out.with_name(f"{out.stem}.before.wav"), out.with_name(f"{out.stem}.after.wav")


def write_previews(mix: Source, master: Source, out: Path, overwrite: bool) -> tuple[Path, Path]:
    """Writes both previews (24-bit WAV), as loud as each other and under full scale; gives their paths.

    The mix is heard without its offset, as the master was made.
    """
    mix, start = without_offset(mix), _loudest_start(master)
    stop = start + round(PREVIEW_S * master.sample_rate)
    passages = [source.read(start, stop) for source in (mix, master)]
    loudness = [integrated_lufs(passage, master.sample_rate) for passage in passages]
    gains_db = _matching_gains(passages, loudness)
    paths = preview_paths(out)
    for path, passage, gain_db in zip(paths, passages, gains_db, strict=True):
        with AudioWriter(path, master.sample_rate, passage.shape[0], 24, overwrite) as writer:
            writer.write(passage * np.float32(10.0 ** (gain_db / 20.0)))
    return paths


def _matching_gains(passages: list[Float32[np.ndarray, "channels _"]], loudness: list[float]) -> list[float]:
    """Gains to one loudness, the highest at which neither passes full scale (less a headroom)."""
    peaks_db = [20.0 * np.log10(max(float(np.abs(passage).max()), 1e-9)) for passage in passages]
    room = min(lufs - peak - _HEADROOM_DB for lufs, peak in zip(loudness, peaks_db, strict=True))
    return [min(room, max(loudness)) - lufs for lufs in loudness]


def _loudest_start(source: Source) -> int:
    """The first sample of the loudest passage, by mean square, in steps of a second."""
    second = source.sample_rate
    powers = np.array([float(np.mean(np.square(block))) for block in source.blocks(size=second)])
    width = round(PREVIEW_S)
    if len(powers) <= width:
        return 0
    sums = np.convolve(powers, np.ones(width), mode="valid")
    return int(np.argmax(sums)) * second
