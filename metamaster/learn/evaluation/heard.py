"""A trial as a way to master gets it: listened to once, for all of them."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.learn.aim import Aim, aim_at, target_loudness
from metamaster.learn.evaluation.trial import Trial
from metamaster.learn.genre.model import exemplar_of
from metamaster.learn.material import Material, Preparation, prepared
from metamaster.learn.names import Base
from metamaster.learn.style_model.model import Piece, aspect_slices, piece_of
from metamaster.listen import Listened, listen
from metamaster.measure.analysis import Depth
from metamaster.options import MasterOptions
from metamaster.style.frames import STYLE_RATE

OPTIONS = MasterOptions(warn=False, study_master=False)


class Heard:
    """Mix, reference and true master of a trial."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._materials: dict[Base, Material] = {}

    def listen(self) -> None:
        """Listens to all of it now, so that nobody's time holds it."""
        _ = self.mix, self.reference, self.truth

    @cached_property
    def mix(self) -> Listened:
        """The mix."""
        return _listened(self.trial.mix, "mix")

    @cached_property
    def reference(self) -> Listened:
        """The reference."""
        return _listened(self.trial.reference, "reference")

    @cached_property
    def truth(self) -> Listened:
        """The true master: for the oracle and for judging alone."""
        return _listened(self.trial.truth, "true master")

    @cached_property
    def target_lufs(self) -> float:
        """The loudness to deliver: the reference's."""
        return target_loudness(self.mix, [(self.reference, 1.0)], OPTIONS)

    def aim(self, style: str = OPTIONS.style) -> Aim:
        """What a mastering job aims at, by that way to tell style from content."""
        return aim_at(self.mix, [exemplar_of(self.reference, 1.0)], replace(OPTIONS, style=style))

    def true_aim(self) -> Aim:
        """The change that was truly made, and the true master's loudness."""
        change = _piece(self.truth).features - _piece(self.mix).features
        return Aim({aspect: change[part] for aspect, part in aspect_slices().items()}, 1.0, self.truth.loudness_lufs)

    def material(self, base: Base) -> Material:
        """The episode as learning reads it, the excerpt's samples included."""
        if base not in self._materials:
            self._materials[base] = prepared(self.trial.episode, Preparation("audio", base))
        return self._materials[base]


def _listened(audio: np.ndarray, name: str) -> Listened:
    return listen(ArraySource(audio, STYLE_RATE, name), depth=Depth.SPECTRUM)


def _piece(heard: Listened) -> Piece:
    return piece_of(heard.frames)
