"""All rows of a table: which ways to master are judged, as a configuration asks and as far as they can run here."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.errors import BadOption
from metamaster.learn.checkpoint import Model, load_model
from metamaster.learn.evaluation.config import EvaluateConfig
from metamaster.learn.evaluation.evolution import evolution, has_cmaes
from metamaster.learn.evaluation.family import Attempt, Family
from metamaster.learn.evaluation.ground import (
    Ground,
    Grounding,
    Look,
    aimed_ground,
    shipped_ground,
    styled_ground,
)
from metamaster.learn.evaluation.heard import OPTIONS, Heard
from metamaster.learn.evaluation.known import known_families
from metamaster.learn.evaluation.model_ground import ModelGrounds
from metamaster.learn.evaluation.plain import MATCHERING, has_matchering, plain_families, the_input
from metamaster.learn.evaluation.stepping import learned, levenberg_marquardt, radam, stepping
from metamaster.learn.evaluation.trial import Bench
from metamaster.learn.from_genre import find_settings_in, learn_genre
from metamaster.learn.genre.model import Genre
from metamaster.learn.rules.damped import Damping
from metamaster.learn.rules.of_problem import JOB_DAMPING
from metamaster.learn.wanted import LEARNED, PREDICTED
from metamaster.listen import Listened, listen
from metamaster.measure.analysis import Depth
from metamaster.style.frames import STYLE_RATE

SHIPPED = "shipped"
_RADAM_RATE = 0.1


@cache
def shipped_digest() -> str:
    """Of the model files that come with the package."""
    shipped = sorted(files("metamaster.learn").joinpath("models").iterdir(), key=lambda file: file.name)
    return _digest(b"".join(file.read_bytes() for file in shipped))


def _digest(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:8]


class NamedModel(NamedTuple):
    """A model under the name that its rows have, and a digest of its file."""

    name: str
    model: Model
    digest: str


def named_model(name: str, path: Path) -> NamedModel:
    """The model of a file; raises as ``load_model``."""
    model = load_model(path)
    return NamedModel(name, model, _digest(path.read_bytes()))


@dataclass(frozen=True)
class Rows:
    """The families of a table, and what could not run here, each with the reason."""

    families: tuple[Family, ...]
    left_out: tuple[str, ...]
    trials: int
    """How many there are to be."""
    base: str
    """The name of the way from whose start the plain rules begin: what they must be compared with."""


def rows_of(config: EvaluateConfig, models: Sequence[NamedModel], bench: Bench) -> Rows:
    """The families that a configuration asks for; plain rules begin where the first model does, or the shipped way."""
    grounds = [ModelGrounds(one.model) for one in models]
    base = models[0].name if models else SHIPPED
    families = [the_input(), *(plain_families(bench.usual) if config.plain else ()), *_shipped(config)]
    for one, own in zip(models, grounds, strict=True):
        families.append(_of_model(config, one, own))
    mark = models[0].digest if models else shipped_digest()
    families += [replace(family, mark=mark) for family in _compared(config, grounds)]
    if config.plain:
        families += known_families()
    if config.oracle.steps:
        families.append(_oracle(config))
    _refuse_one_name_twice(families)
    return Rows(tuple(families), tuple(_left_out(config)), len(bench.trials), base)


def _refuse_one_name_twice(families: Sequence[Family]) -> None:
    names = [family.name for family in families]
    for name in names:
        if names.count(name) > 1:
            raise BadOption(f"--model {name}: the table has a row {name} of its own: give the model another name.")


def _shipped(config: EvaluateConfig) -> list[Family]:
    about = f"what metamaster master does: --style {OPTIONS.style}, Levenberg-Marquardt"
    families, in_jobs = [], levenberg_marquardt(JOB_DAMPING)
    if config.own.steps:
        ground = partial(shipped_ground, config.own.look)
        families.append(stepping(SHIPPED, about, ground, lambda _: in_jobs, config.own.steps))
        for style in (name for name in (PREDICTED, LEARNED) if name != OPTIONS.style):
            about = f"the same with --style {style}"
            ground = partial(styled_ground, style, config.own.look)
            families.append(stepping(style, about, ground, lambda _: in_jobs, config.own.steps))
    if config.saved_genre:
        about = "a genre taught with the reference and the support's mix, used on the song"
        families.append(Family("saved genre", about, partial(_saved_genre, config.saved_genre)))
    return [replace(family, mark=shipped_digest()) for family in families]


def _of_model(config: EvaluateConfig, one: NamedModel, grounds: ModelGrounds) -> Family:
    inner, plan = one.model.made.inner, one.model.plan
    about = (
        f"scope {inner.scope}, rule {inner.rule}, {inner.order} order; trained on {inner.world}, {inner.steps} steps"
    )
    numbers = jax.tree.map(np.asarray, one.model.meta.rule)
    ground = partial(grounds.own, config.own.look)
    family = stepping(one.name, about, ground, lambda _: learned(plan.rule, numbers), config.own.steps)
    return replace(family, mark=one.digest)


def _compared(config: EvaluateConfig, grounds: Sequence[ModelGrounds]) -> list[Family]:
    """Rules that nobody trained, from the start of the first model, or of the shipped way."""

    def from_there(look: Look) -> Grounding:
        return partial(grounds[0].chain if grounds else shipped_ground, look)

    families = []
    damped, first, search = config.levenberg_marquardt, config.radam, config.evolution
    # The shipped way is Levenberg-Marquardt from its own start already, where both look at the same.
    if damped.steps and (grounds or damped.look != config.own.look):
        ground = from_there(damped.look)
        about = "with damping set by hand" + (", by what true renders measure" if damped.look == "render" else "")
        families.append(
            stepping("Levenberg-Marquardt", about, ground, lambda _: levenberg_marquardt(Damping()), damped.steps)
        )
    if first.steps:
        ground = from_there(first.look)
        families.append(stepping("RAdam", f"rate {_RADAM_RATE:g}", ground, lambda _: radam(_RADAM_RATE), first.steps))
    if search.steps and has_cmaes():
        ground = from_there("frames")
        families.append(evolution("CMA-ES", "a step is a generation", ground, search.steps, search.seed))
    return families


def _oracle(config: EvaluateConfig) -> Family:
    def grounding(heard: Heard) -> Ground:
        return aimed_ground(config.oracle.look, heard, heard.true_aim())

    about = "Levenberg-Marquardt from a neutral chain, told the true master's own features and loudness"
    family = stepping("oracle", about, grounding, lambda _: levenberg_marquardt(Damping()), config.oracle.steps)

    def attempt(heard: Heard) -> Sequence[Attempt]:
        return [one._replace(target_lufs=heard.truth.loudness_lufs) for one in family.attempt(heard)]

    return replace(family, attempt=attempt)


def _saved_genre(counts: Sequence[int], heard: Heard) -> Sequence[Attempt]:
    support = heard.trial.support
    mix = listen(ArraySource(support, STYLE_RATE, "support"), depth=Depth.SPECTRUM)
    genre = learn_genre("taught", [(heard.reference, 1.0)], [mix], OPTIONS)
    return [_in_genre(genre, heard.mix, steps) for steps in counts]


def _in_genre(genre: Genre, mix: Listened, steps: int) -> Attempt:
    start = time.perf_counter()
    found = find_settings_in(genre, mix, replace(OPTIONS, steps=steps))
    return Attempt(steps, time.perf_counter() - start, found.settings)


def _left_out(config: EvaluateConfig) -> list[str]:
    found = []
    if config.plain and not has_matchering():
        found.append(f"{MATCHERING}: not installed (pip install metamaster[bench])")
    if config.evolution.steps and not has_cmaes():
        found.append("CMA-ES: the library cmaes is not installed (pip install metamaster[bench])")
    return found
