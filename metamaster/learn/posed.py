"""Poses the problem that adaptation solves, for a mix and what it is to become."""

from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.learn.aim import Aim, by_aspect, in_range, trim_for
from metamaster.learn.excerpt import excerpt_frames
from metamaster.learn.foreseen_prior import foreseen_prior
from metamaster.learn.genre.house import house_prior
from metamaster.learn.genre.model import House
from metamaster.learn.low_end import fold_low_end
from metamaster.learn.prior import default_prior
from metamaster.learn.problem import Problem, counting, make_problem
from metamaster.learn.style_model.model import aspect_slices
from metamaster.listen import Listened
from metamaster.options import MasterOptions
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.frames import Frames
from metamaster.style.names import Aspect
from metamaster.style.reading import describe_file


def problem_of(mix: Listened, aimed: Aim, options: MasterOptions, house: House | None = None) -> Problem:
    """What to solve on an excerpt of the mix, from house settings if there are any."""
    return problem_on(excerpt_frames(mix.frames), mix, aimed, options, house)


def problem_on(
    frames: Frames, mix: Listened, aimed: Aim, options: MasterOptions, house: House | None = None
) -> Problem:
    """The same on those frames of the mix."""
    amounts = by_aspect(options.amounts)
    style = describe_file(frames)
    heard = features(style)
    louder = float(style.loudness_lufs) - mix.loudness_lufs
    wanted: frozenset[Aspect] = frozenset(aspect for aspect in ASPECTS if amounts[aspect] > 0.0)
    drive_db = in_range("limiter.drive_db", aimed.target_lufs - WORKING_LOUDNESS_LUFS)
    prior, weight = default_prior(wanted, trim_for(mix), drive_db), None
    if aimed.start is not None:
        prior = foreseen_prior(prior, aimed.start, aimed.target_lufs, amounts)
        weight = counting({aspect: aimed.start.weight[part] for aspect, part in aspect_slices().items()})
    if house is not None:
        prior = house_prior(prior, house, amounts, predicted=aimed.start is not None)
    return make_problem(
        frames,
        {aspect: heard[aspect] + aimed.change[aspect] for aspect in ASPECTS},
        aimed.target_lufs + louder,
        fold_low_end(prior, mix.analysis),
        weight,
    )
