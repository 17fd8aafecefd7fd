"""Finds the chain that brings a mix to the style of its references."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32

from metamaster.audio.resample import resample
from metamaster.audio.source import stereo
from metamaster.chain.layout import WORKING_LOUDNESS_LUFS
from metamaster.chain.parameters import parameter
from metamaster.chain.settings import Settings
from metamaster.chain.uncertainty import Uncertainty
from metamaster.learn.excerpt import choose_parts, join_parts
from metamaster.learn.genre.model import Exemplar, exemplar_of
from metamaster.learn.low_end import kept_in_phase
from metamaster.learn.style_model.difference import difference
from metamaster.learn.style_model.model import aspect_slices, piece_of
from metamaster.listen import Listened
from metamaster.options import LOUDNESS_RANGE_LUFS, Amounts, MasterOptions
from metamaster.result import StyleTarget
from metamaster.style.aspects import ASPECTS
from metamaster.style.frames import STYLE_RATE
from metamaster.style.names import Aspect

Loud = Listened | Exemplar

_SETTLED = 0.01
"""A step that lowers the loss by less than this is not worth another render."""


class Aim(NamedTuple):
    """The change that is wanted in dB, the probability that it is the same song, and the loudness to deliver."""

    change: dict[Aspect, np.ndarray]
    same_song: float
    target_lufs: float


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
    # Not before they are needed: JAX is still being imported while files are listened to.
    from metamaster.learn.adapt import adapt  # noqa: PLC0415
    from metamaster.learn.posed import problem_of  # noqa: PLC0415

    aimed = aim_at(mix, [exemplar_of(heard, weight) for heard, weight in references], options)
    adapted = adapt(problem_of(mix, aimed, options), options.rule, options.steps, progress, _SETTLED)
    return Found(adapted.settings, style_target(aimed, adapted.losses), aimed.target_lufs, adapted.uncertainty)


def aim_at(mix: Listened, exemplars: Sequence[Exemplar], options: MasterOptions) -> Aim:
    """What to change in the mix to bring it to the style of what is remembered of its references."""
    weights = np.array([one.weight for one in exemplars])
    shares = weights / weights.sum()
    amounts = by_aspect(options.amounts)
    piece = piece_of(mix.frames)
    found = [difference(options.style, piece, one.piece) for one in exemplars]
    change = {
        aspect: amounts[aspect] * sum(share * one.change[aspect] for share, one in zip(shares, found, strict=True))
        for aspect in ASPECTS
    }
    change["width"] = kept_in_phase(piece.features[aspect_slices()["width"]], change["width"])
    same_song = float(sum(share * one.same_song for share, one in zip(shares, found, strict=True)))
    return Aim(change, same_song, target_loudness(mix, [(one, one.weight) for one in exemplars], options))


def style_target(aimed: Aim, losses: tuple[float, ...] = ()) -> StyleTarget:
    """What a result says of the aim."""
    return StyleTarget({a: tuple(aimed.change[a].tolist()) for a in ASPECTS}, aimed.same_song, losses)


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


def excerpt_of(mix: Listened) -> Float32[np.ndarray, "2 samples"]:
    """Ten seconds of the mix, left and right, at the style's rate."""
    rate = mix.source.sample_rate
    parts = []
    for part in choose_parts(mix.frames):
        start_s, end_s = part.seconds()
        samples = mix.source.read(round(start_s * rate), round(end_s * rate))
        parts.append(resample(stereo(samples), rate, STYLE_RATE))
    return join_parts(parts)


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
