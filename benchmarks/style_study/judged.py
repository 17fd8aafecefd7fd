"""The benchmark's cases as the style model sees them, and how far a way to read style is from the truth on them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.cases import all_cases, case_files
from metamaster.audio.files import open_source
from metamaster.learn.evaluation.intervals import mean_interval
from metamaster.learn.style_model.model import Piece, aspect_slices, piece_of
from metamaster.listen import listen
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect
from metamaster.style.target import StyleDifference

Way = Callable[[Piece, Piece], StyleDifference]
Interval = tuple[float, float, float]


class Judged(NamedTuple):
    """One case: mix, reference, and the features of the true master."""

    split: str
    mix: Piece
    reference: Piece
    truth: np.ndarray


def read_cases(audio: Path, work: Path, seeds: Sequence[int]) -> list[Judged]:
    """Every case with a truth, for every seed of the treatments."""
    cases = [case for seed in seeds for case in all_cases(audio, seed) if case.split != "real"]
    read = []
    for case in cases:
        files = case_files(case, work)
        mix, reference, truth = (_piece(path) for path in (files.mix, files.reference, files.truth) if path)
        read.append(Judged(case.split, mix, reference, truth.features))
    return read


def _piece(path: Path) -> Piece:
    return piece_of(listen(open_source(path)).frames)


def errors_of(way: Way, cases: Sequence[Judged]) -> dict[tuple[str, Aspect], Interval]:
    """By split and aspect, the mean error in dB with its bootstrap 95 % interval."""
    found: dict[tuple[str, Aspect], list[float]] = {}
    for case in cases:
        change = way(case.mix, case.reference).change
        for aspect, part in aspect_slices().items():
            off = case.mix.features[part] + change[aspect] - case.truth[part]
            found.setdefault((case.split, aspect), []).append(float(np.abs(off).mean()))
    return {key: mean_interval(values) for key, values in found.items()}


def nothing(mix: Piece, reference: Piece) -> StyleDifference:
    """Leaves the mix as it is."""
    return StyleDifference({aspect: np.zeros(mix.features[part].size) for aspect, part in aspect_slices().items()}, 0.0)


KEYS = tuple((split, aspect) for split in ("restore", "transfer") for aspect in ASPECTS)
