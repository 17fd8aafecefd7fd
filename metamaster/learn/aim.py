"""What a mix is to become: how far from it the style of its references is, and how loud it shall be."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import parameter
from metamaster.learn.genre.model import Exemplar
from metamaster.learn.low_end import kept_in_phase
from metamaster.learn.style_model.model import aspect_slices, piece_of
from metamaster.learn.wanted import Known, Start, together, wanted
from metamaster.listen import Listened
from metamaster.options import LOUDNESS_RANGE_LUFS, Amounts, MasterOptions
from metamaster.result import StyleTarget
from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect

Loud = Listened | Exemplar


class Aim(NamedTuple):
    """The change that is wanted in dB, the probability that it is the same song, and the loudness to deliver.

    ``start`` says where to begin; None: with a neutral chain.
    """

    change: dict[Aspect, np.ndarray]
    same_song: float
    target_lufs: float
    start: Start | None = None


def aim_at(mix: Listened, exemplars: Sequence[Exemplar], options: MasterOptions) -> Aim:
    """What to change in the mix to bring it to the style of what is remembered of its references."""
    weights = np.array([one.weight for one in exemplars])
    shares = weights / weights.sum()
    amounts = by_aspect(options.amounts)
    known = Known(piece_of(mix.frames), mix.loudness_lufs)
    found = together([wanted(options.style, known, Known(one.piece, one.loudness_lufs)) for one in exemplars], shares)
    change = {aspect: amounts[aspect] * found.change[aspect] for aspect in ASPECTS}
    change["width"] = kept_in_phase(known.piece.features[aspect_slices()["width"]], change["width"])
    target_lufs = target_loudness(mix, [(one, one.weight) for one in exemplars], options)
    return Aim(change, found.same_song, target_lufs, found.start)


def style_target(aimed: Aim, losses: tuple[float, ...]) -> StyleTarget:
    """What a result says of the aim."""
    known = aimed.start and aimed.start.known_genre
    return StyleTarget({a: tuple(aimed.change[a].tolist()) for a in ASPECTS}, aimed.same_song, losses, known)


def target_loudness(mix: Listened, references: Sequence[tuple[Loud, float]], options: MasterOptions) -> float:
    """The loudness to deliver in LUFS, of the programme in two loudspeakers."""
    if options.loudness != "reference":
        return float(options.loudness)
    wanted = mix.loudness_lufs
    if references:
        weights = [weight for _, weight in references]
        heard_lufs = float(np.average([heard.loudness_lufs for heard, _ in references], weights=weights))
        wanted += options.amounts.loudness * (heard_lufs - wanted)
    return float(np.clip(wanted, *LOUDNESS_RANGE_LUFS))


def trim_for(mix: Listened) -> float:
    """The trim in dB that brings a mix to the working loudness."""
    return in_range("trim.gain_db", WORKING_LOUDNESS_LUFS - mix.loudness_lufs)


def in_range(name: str, value: float) -> float:
    """The value, or the nearest that the control of that name can take."""
    entry = parameter(name)
    return float(np.clip(value, entry.low, entry.high))


def by_aspect(amounts: Amounts) -> dict[Aspect, float]:
    """The amount of every aspect that style is told in."""
    return {
        "tone": amounts.tone,
        "width": amounts.width,
        "dynamics": amounts.dynamics,
        "plr": amounts.dynamics,
    }
