"""A lesson: the part of an episode that pretraining looks at, a few hundred numbers without frames or samples."""

from typing import Any, NamedTuple

from jaxtyping import Float

from metamaster.learn.material import Material
from metamaster.learn.problem import Coordinates
from metamaster.style.aspects import Features

Inputs = Float[Any, "_"]


class Taught(NamedTuple):
    """A mix and what was truly done to it; stacked ones have one more axis, the first."""

    inputs: Inputs
    base: Features
    """The change in dB that is asked for before the predictor adds to it."""
    change: Features
    """What mastering truly changed, in dB."""
    coordinates: Coordinates
    """Of the chain that did it; NaN where another did."""


class Lesson(NamedTuple):
    """A reference and mixes that were mastered alike: a pytree of arrays, all of fixed shape."""

    reference: Inputs
    reference_lufs: Float[Any, ""]
    query: Taught


def lesson_of(material: Material) -> Lesson:
    """The lesson in an episode's material; of stacked material stacked lessons."""
    judged = material.query
    taught = Taught(judged.mix.inputs, judged.mix.base, judged.change, judged.coordinates)
    return Lesson(material.reference, material.reference_lufs, taught)
