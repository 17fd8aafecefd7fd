"""Stereo width by frequency, without delays or all-passes, so that mono stays as it is."""

import numpy as np

from tasks.engineers.engineer import Stereo
from tasks.engineers.processors.equaliser import Move, equalised


def widened(audio: Stereo, moves: tuple[Move, ...], width_db: float, sample_rate: int) -> Stereo:
    """The side through linear-phase moves and a gain; the mid untouched."""
    mid, side = 0.5 * (audio[0] + audio[1]), 0.5 * (audio[0] - audio[1])
    pair = np.stack([side, side]).astype(np.float32)
    side = equalised(pair, moves, sample_rate, linear_phase=True)[0] * np.float32(10.0 ** (width_db / 20.0))
    return np.stack([mid + side, mid - side]).astype(np.float32)


def encoded(audio: Stereo) -> Stereo:
    """Mid and side, at levels such that encoding twice gives the sound back."""
    half = np.float32(np.sqrt(0.5))
    return np.stack([(audio[0] + audio[1]) * half, (audio[0] - audio[1]) * half])
