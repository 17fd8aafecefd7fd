"""Finds the chain that brings a mix to the style of its references."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from metamaster.chain.settings import Settings
from metamaster.chain.uncertainty import Uncertainty
from metamaster.learn.adapt import Adapted, adapt
from metamaster.learn.aim import aim_at, style_target
from metamaster.learn.genre.model import Exemplar, House, exemplar_of
from metamaster.learn.posed import problem_of
from metamaster.learn.problem import Problem
from metamaster.listen import Listened
from metamaster.options import MasterOptions
from metamaster.result import StyleTarget

_SETTLED = 1e-3
"""A step that lowers the loss by less than this share is not worth another."""


class Found(NamedTuple):
    """The chain, what it was aimed at, and the loudness to deliver."""

    settings: Settings
    target: StyleTarget | None
    """None where the chain was found before, on another occasion."""
    target_lufs: float
    """Of the programme in two loudspeakers."""
    uncertainty: Uncertainty | None
    """How sure the settings are; None where nothing was adapted."""


def find_settings(
    mix: Listened,
    references: Sequence[tuple[Listened, float]],
    options: MasterOptions,
    progress: Callable[[float], None] = lambda _: None,
) -> Found:
    """Adapts the chain on an excerpt of the mix; ``references`` with their weights."""
    return settings_after(mix, [exemplar_of(heard, weight) for heard, weight in references], options, progress)


def settings_after(
    mix: Listened,
    exemplars: Sequence[Exemplar],
    options: MasterOptions,
    progress: Callable[[float], None] = lambda _: None,
    house: House | None = None,
) -> Found:
    """The same after what is remembered of references, from house settings if there are any."""
    aimed = aim_at(mix, exemplars, options)
    adapted = adapt_to(problem_of(mix, aimed, options, house), options, progress)
    return Found(adapted.settings, style_target(aimed, adapted.losses), aimed.target_lufs, adapted.uncertainty)


def adapt_to(problem: Problem, options: MasterOptions, progress: Callable[[float], None] = lambda _: None) -> Adapted:
    """Adaptation as a mastering job does it: no more steps than are worth their time."""
    return adapt(problem, options.rule, options.steps, progress, _SETTLED)
