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
from metamaster.learn.low_end import fold_low_end, kept_in_phase
from metamaster.learn.prior import default_prior
from metamaster.learn.style_model.difference import difference
from metamaster.learn.style_model.model import aspect_slices, piece_of
from metamaster.listen import Listened
from metamaster.options import LOUDNESS_RANGE_LUFS, Amounts, MasterOptions
from metamaster.result import StyleTarget
from metamaster.style.aspects import ASPECTS, features
from metamaster.style.frames import STYLE_RATE
from metamaster.style.names import Aspect
from metamaster.style.reading import describe_file, frames_of

_SETTLED = 0.01
"""A step that lowers the loss by less than this is not worth another render."""


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
    from metamaster.learn.problem import make_problem  # noqa: PLC0415

    shares = np.array([weight for _, weight in references]) / sum(weight for _, weight in references)
    amounts = _by_aspect(options.amounts)
    piece = piece_of(mix.frames)
    found = [difference(options.style, piece, piece_of(heard.frames)) for heard, _ in references]
    change = {
        aspect: amounts[aspect] * sum(share * one.change[aspect] for share, one in zip(shares, found, strict=True))
        for aspect in ASPECTS
    }
    change["width"] = kept_in_phase(piece.features[aspect_slices()["width"]], change["width"])
    target_lufs = target_loudness(mix, references, options)
    audio = excerpt_of(mix)
    frames = frames_of(audio)
    style = describe_file(frames)
    heard = features(style)
    louder = float(style.loudness_lufs) - mix.loudness_lufs
    wanted: frozenset[Aspect] = frozenset(aspect for aspect in ASPECTS if amounts[aspect] > 0.0)
    prior = default_prior(wanted, trim_for(mix), _in_range("limiter.drive_db", target_lufs - WORKING_LOUDNESS_LUFS))
    problem = make_problem(
        audio,
        frames,
        {aspect: heard[aspect] + change[aspect] for aspect in ASPECTS},
        target_lufs + louder,
        fold_low_end(prior, mix.analysis),
    )
    adapted = adapt(problem, options.rule, options.steps, progress, _SETTLED)
    same_song = float(sum(share * one.same_song for share, one in zip(shares, found, strict=True)))
    target = StyleTarget({a: tuple(change[a].tolist()) for a in ASPECTS}, same_song, adapted.losses)
    return Found(adapted.settings, target, target_lufs, adapted.uncertainty)


def target_loudness(mix: Listened, references: Sequence[tuple[Listened, float]], options: MasterOptions) -> float:
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
    return _in_range("trim.gain_db", WORKING_LOUDNESS_LUFS - mix.loudness_lufs)


def excerpt_of(mix: Listened) -> Float32[np.ndarray, "2 samples"]:
    """Ten seconds of the mix, left and right, at the style's rate."""
    rate = mix.source.sample_rate
    parts = []
    for part in choose_parts(mix.frames):
        start_s, end_s = part.seconds()
        samples = mix.source.read(round(start_s * rate), round(end_s * rate))
        parts.append(resample(stereo(samples), rate, STYLE_RATE))
    return join_parts(parts)


def _in_range(name: str, value: float) -> float:
    entry = parameter(name)
    return float(np.clip(value, entry.low, entry.high))


def _by_aspect(amounts: Amounts) -> dict[Aspect, float]:
    return {
        "tone": amounts.tone,
        "width": amounts.width,
        "dynamics": amounts.dynamics,
        "plr": amounts.dynamics,
    }
