"""What an evaluation is, as ``configs/evaluate/*.yaml`` says it."""

from typing import Annotated

import msgspec

from metamaster.learn.evaluation.ground import Look

Count = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Steps = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Seed = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


class TrialCounts(msgspec.Struct, frozen=True):
    """How many trials of each split, for each seed."""

    seen: Count = 2
    """Genres that were learned from, songs that were not."""
    held_out: Count = 2
    """Genres that nothing was learned from."""
    cross_song: Count = 2
    """The reference is always another song."""
    out_of_chain: Count = 2
    """Mastered by other software than the chain."""
    restore: Count = 2
    """Real masters, undone; the reference is another section of the song. Needs a folder of masters."""
    transfer: Count = 2
    """Real music mastered by other software, the reference another song so mastered. Needs a folder of masters."""


class Stepped(msgspec.Struct, frozen=True):
    """A rule: after how many steps it is judged (none: not at all), and what its steps look at."""

    steps: tuple[Steps, ...]
    look: Look = "frames"


class EvolutionConfig(msgspec.Struct, frozen=True):
    """CMA-ES on the band model; a step is a generation of candidates."""

    steps: tuple[Steps, ...] = (10, 100)
    seed: Seed = 0


class EvaluateConfig(msgspec.Struct, frozen=True):
    """An evaluation."""

    tasks: str
    """A file that says what trials are made of (configs/tasks/*.yaml)."""
    seeds: tuple[Seed, ...]
    trials: TrialCounts = TrialCounts()
    plain: bool = True
    """Whether rows that need no adapting are judged."""
    own: Stepped = Stepped((0, 1, 3, 5, 10))
    """The shipped way, and the rule of each model."""
    levenberg_marquardt: Stepped = Stepped((1, 3, 5, 10), "render")
    radam: Stepped = Stepped((1, 3, 5, 10, 30, 100))
    evolution: EvolutionConfig = EvolutionConfig()
    oracle: Stepped = Stepped((10,), "render")
    """Fitted to the true master itself."""
    saved_genre: tuple[Steps, ...] = (0, 5)
    """Counts of steps of a genre taught with the support."""
