"""Makes metamaster/style/statistics.json from a folder of freely licensed music.

``python -m tasks.style_statistics FOLDER --out metamaster/style/statistics.json``: every track is read in two
halves; songs against songs give the covariance of content between songs, halves against halves within a song. The
covariance of style is not learned but stated: smooth moves of the size that mastering engineers make.
"""

import argparse
import json
from pathlib import Path

import jax
import numpy as np
from jaxtyping import Float64

from metamaster.audio.atomic import atomic_text
from metamaster.audio.files import open_source
from metamaster.audio.resample import resampled
from metamaster.audio.source import stereo
from metamaster.errors import MetamasterError
from metamaster.measure.bands import OCTAVE_HZ, THIRD_OCTAVE_HZ
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.descriptor import QUANTILES, describe
from metamaster.style.frames import STYLE_RATE, Frames
from metamaster.style.names import Aspect
from metamaster.style.reading import FrameReader

Rows = Float64[np.ndarray, "rows entries"]
Matrix = Float64[np.ndarray, "entries entries"]
Halves = dict[Aspect, Float64[np.ndarray, "2 entries"]]

_COMPRESSION_DB, _COMPRESSION_BAND_DB = 0.8, 0.5
_PER_TRACK_SHARE = 0.3
"""Share of the diagonal in the covariance between songs, which 64 songs alone would leave almost singular."""


def halves_of(path: Path) -> Halves:
    """The features of the first and the second half of a track."""
    reader = FrameReader()
    for block in resampled(open_source(path), STYLE_RATE).blocks():
        reader.add(stereo(block))
    frames = reader.result()
    middle = len(frames.peak) // 2
    parts = (slice(0, middle), slice(middle, 2 * middle))
    read = [features(_describe(Frames(frames.power[:, part], frames.peak[part]))) for part in parts]
    return {aspect: np.stack([np.asarray(half[aspect], np.float64) for half in read]) for aspect in ASPECTS}


def moves_covariance(aspect: Aspect) -> Matrix:
    """How large mastering moves are in one aspect, in dB², and how they go together."""
    match aspect:
        case "tone":
            # Broad moves of 2.4 dB over one and a half octaves, fine ones of 1 dB over two thirds of one.
            return 6.0 * _smooth(len(THIRD_OCTAVE_HZ), 5.0) + _smooth(len(THIRD_OCTAVE_HZ), 2.0)
        case "width":
            return 9.0 + 2.0 * _smooth(len(OCTAVE_HZ), 1.0)
        case "dynamics":
            return _compression_covariance()
        case "plr":
            return np.array([[9.0]])


def _smooth(entries: int, reach: float) -> Matrix:
    """A Gaussian kernel over neighbouring bands."""
    index = np.arange(entries)
    return np.asarray(np.exp(-0.5 * ((index[:, None] - index) / reach) ** 2))


def _compression_covariance() -> Matrix:
    """Compression draws every level towards its band's mean, mostly in all bands alike."""
    pull = np.interp(QUANTILES, (0.0, 0.5, 1.0), (-1.0, 0.0, 0.6))
    shape = np.concatenate([np.tile(pull, 6), np.full(3, 0.4)])
    band = np.concatenate([np.tile(np.repeat(np.arange(3), 4), 2), np.arange(3)])
    same_band = band[:, None] == band
    return np.outer(shape, shape) * (_COMPRESSION_DB**2 + _COMPRESSION_BAND_DB**2 * same_band)


def statistics_of(tracks: list[Halves]) -> dict[str, dict[str, list]]:
    """Means and covariances of every aspect, as lists."""
    out: dict[str, dict[str, list]] = {}
    for aspect in ASPECTS:
        halves = np.stack([track[aspect] for track in tracks])
        mean = halves.mean(axis=(0, 1))
        songs = (halves - mean).reshape(-1, halves.shape[-1])
        apart = halves[:, 0] - halves[:, 1]
        found = {
            "mean": mean,
            "between": _covariance(songs, _PER_TRACK_SHARE),
            "within": _covariance(apart, 0.5) + 0.05 * np.eye(len(mean)),
            "moves": moves_covariance(aspect) + 0.01 * np.eye(len(mean)),
        }
        out[aspect] = {name: np.round(value, 6).tolist() for name, value in found.items()}
    return out


def _covariance(rows: Rows, diagonal_share: float) -> np.ndarray:
    covariance = rows.T @ rows / len(rows)
    return (1.0 - diagonal_share) * covariance + diagonal_share * np.diag(np.diag(covariance))


def main() -> None:
    """Read the folder, write the file, say which tracks were used or left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if not args.folder.is_dir():
        parser.error(f"{args.folder} is no folder: name a folder of audio files.")
    tracks, names = [], []
    for path in sorted(args.folder.iterdir()):
        try:
            tracks.append(halves_of(path))
        except MetamasterError as error:
            print(f"left out: {error}")  # noqa: T201
            continue
        names.append(path.name)
    if not tracks:
        parser.error(f"there is no music in {args.folder}: name a folder of audio files.")
    content = {
        "about": "Made by python -m tasks.style_statistics; licences of the tracks are listed in docs/style.md.",
        "sources": names,
        "aspects": statistics_of(tracks),
    }
    atomic_text(args.out, json.dumps(content) + "\n", overwrite=True)


_describe = jax.jit(describe)

if __name__ == "__main__":
    main()
