"""What is judged on: a mix, a reference and the true master, as sound; and who brings them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from jaxtyping import Float, Float32

from metamaster.chain.settings import Settings
from metamaster.learn.episode import About, Episode

Stereo: TypeAlias = Float32[np.ndarray, "2 samples"]


@dataclass(frozen=True, order=True)
class TrialKey:
    """Which trial: the split by the name that the page gives it, the seed, and its number within both."""

    split: str
    seed: int
    number: int

    @property
    def name(self) -> str:
        """Readable, and unique."""
        return f"{self.split} {self.seed}.{self.number}"


@dataclass(frozen=True, eq=False)
class Trial:
    """A song to be mastered after a reference, and how it truly was; all sound at ``STYLE_RATE``."""

    key: TrialKey
    about: About
    episode: Episode
    """The same as learning sees it; its first query is the mix."""
    mix: Stereo
    reference: Stereo
    support: Stereo
    """The first mix of the episode's support: of another song where there is one, its master not told."""
    truth: Stereo
    """The true master, the same stretch as the mix."""
    known: Mapping[str, Settings] = field(default_factory=dict)
    """Chains that nobody who masters can know, by the name of the row that is told them."""


@dataclass(frozen=True)
class Booked:
    """A trial that is made when it is needed."""

    key: TrialKey
    make: Callable[[], Trial]


@dataclass(frozen=True)
class Bench:
    """All trials of an evaluation, in order, and what is known of the music that was learned from.

    ``usual`` is the mean chain of each genre that was seen, and under the empty name that of all of them;
    ``deviation`` how far their engineers' settings differ, as shares of the controls' ranges. ``music`` has a digest
    of what the trials are of, by the name of each source.
    """

    trials: tuple[Booked, ...]
    usual: Mapping[str, Settings]
    deviation: Float[np.ndarray, "52"] | None
    music: Mapping[str, str]
