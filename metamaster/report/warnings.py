"""What a person should know before trusting a master: what is wrong with the mix, and with the references."""

from collections.abc import Iterator

import numpy as np

from metamaster.audio.checks import ABSOLUTE_GATE_LUFS
from metamaster.audio.offset import WORTH_REMOVING
from metamaster.measure.analysis import Analysis
from metamaster.report.numbers import decimal, hertz, kilohertz, length
from metamaster.report.tracks import heard_tone_db, tone_error_db
from metamaster.result import Delivered, Heard, StyleTarget

_SHORT_MIX_S = 30.0
_SHORT_REFERENCE_S = 10.0
_LONG_SILENCE_S = 3.0
_SILENT_SHARE = 0.1
_NO_WIDTH_DB = -60.0
_ONE_CHANNEL_DB = 60.0
_LEANING_DB = 3.0
_OPPOSED = -0.3
_QUIETER_LU = 6.0
_OTHER_SONG = 0.05
_FAR_TONE_DB = 5.0


def warnings(
    mix: Heard, references: tuple[Heard, ...], target: StyleTarget | None, delivered: Delivered | None = None
) -> tuple[str, ...]:
    """One sentence or two for each thing worth knowing: the mix's own first, then each reference's; often none."""
    found = [*_about_mix(mix)]
    for reference in references:
        found += [*_about_reference(reference), *_about_pair(mix, reference, target)]
    if delivered is not None and delivered.asked_lufs is not None:
        found.append(_out_of_reach(mix.name, delivered.asked_lufs, delivered))
    return tuple(found)


def _out_of_reach(name: str, asked_lufs: float, delivered: Delivered) -> str:
    reached = f"{decimal(delivered.loudness_lufs)} LUFS"
    if delivered.loudness_lufs > asked_lufs:
        return (
            f"{decimal(asked_lufs)} LUFS is out of reach for {name}, which cannot be made so quiet: it was brought to "
            f"{reached}."
        )
    return (
        f"{decimal(asked_lufs)} LUFS is out of reach for {name} under {decimal(delivered.ceiling_db)} dBTP without "
        f"damage: it was brought to {reached}. Name a loudness with --loudness to insist."
    )


def _about_mix(mix: Heard) -> Iterator[str]:
    name, analysis = mix.name, mix.analysis
    defects = analysis.defects
    if analysis.duration_s < _SHORT_MIX_S:
        yield f"{name} lasts only {length(analysis.duration_s)}: thin evidence of what the whole song needs."
    if defects.clipped_runs:
        places = "1 place" if defects.clipped_runs == 1 else f"{defects.clipped_runs} places"
        yield (
            f"{name} is clipped in {places} ({defects.clipped_samples} samples). What was cut off is lost: "
            "export the mix again with more headroom if you can."
        )
    if defects.already_limited:
        yield (
            f"{name} seems to have been limited already (peak to loudness {decimal(analysis.dynamics.plr_db)} dB). "
            "A mix without a limiter on its output leaves more to work with."
        )
    if analysis.spectrum.cutoff_hz is not None:
        yield (
            f"{name} seems to come from a lossy source: nothing above {hertz(analysis.spectrum.cutoff_hz)}. "
            "Mastering brings out what coding left behind; use the original mix if there is one."
        )
    if _is_mono(analysis):
        yield f"{name} is mono: there is no width to change."
    yield from _dc_offset(mix)
    if analysis.channels == 2:
        yield from _phase(mix)
        yield from _balance(mix)
    yield from _silence(mix)


def _phase(mix: Heard) -> Iterator[str]:
    stereo = mix.analysis.stereo
    if stereo.correlation < _OPPOSED:
        yield (
            f"Left and right of {mix.name} work against each other (correlation {decimal(stereo.correlation, 2)}): in "
            f"mono {decimal(-stereo.mono_fold_db)} dB are lost. Look for an inverted channel."
        )
    elif stereo.low_correlation < 0:
        yield (
            f"The low end of {mix.name} is out of phase (correlation {decimal(stereo.low_correlation, 2)} below "
            "150 Hz): it fades on a mono loudspeaker. Look for an inverted channel or a widener on the bass."
        )


def _balance(mix: Heard) -> Iterator[str]:
    name, balance_db = mix.name, mix.analysis.stereo.balance_db
    louder, other = ("left", "right") if balance_db > 0 else ("right", "left")
    if _one_channel(mix.analysis):
        yield f"The {other} channel of {name} is silent: export the mix again, in stereo or as mono."
    elif abs(balance_db) >= _LEANING_DB:
        yield (
            f"The {louder} channel of {name} is {decimal(abs(balance_db))} dB louder than the {other}, which mastering "
            "does not set right: balance the mix if that is not meant."
        )


def _dc_offset(mix: Heard) -> Iterator[str]:
    largest = max(mix.analysis.spectrum.dc_offset, key=abs, default=0.0)
    if abs(largest) >= WORTH_REMOVING:
        yield (
            f"{mix.name} has a DC offset of {decimal(100 * abs(largest), 2)} % of full scale, which costs headroom: "
            "it is removed before anything else is done."
        )


def _silence(mix: Heard) -> Iterator[str]:
    defects = mix.analysis.defects
    for seconds, where in ((defects.silence_head_s, "begins"), (defects.silence_tail_s, "ends")):
        if seconds >= _LONG_SILENCE_S:
            yield f"{mix.name} {where} with {length(seconds)} of silence, which the master keeps."


def _about_reference(reference: Heard) -> Iterator[str]:
    name, analysis = reference.name, reference.analysis
    if analysis.duration_s < _SHORT_REFERENCE_S:
        yield f"{name} lasts only {length(analysis.duration_s)}: thin evidence of a style."
    if analysis.spectrum.cutoff_hz is not None:
        yield (
            f"{name} seems to come from a lossy source: nothing above {hertz(analysis.spectrum.cutoff_hz)}. "
            "Should the master lack air, use a lossless copy."
        )
    if _is_mono(analysis):
        yield f"{name} is mono, so it cannot show how wide the master should be."
    elif _one_channel(analysis):
        yield f"One channel of {name} is silent, so it cannot show how wide the master should be."
    silent = _silent_share(analysis)
    if silent >= _SILENT_SHARE:
        yield f"{decimal(100 * silent, 0)} % of {name} is silent: there is less to learn from than its length suggests."
    if analysis.channels == 2 and analysis.stereo.low_correlation < 0:
        yield (
            f"The low end of {name} is out of phase (correlation {decimal(analysis.stereo.low_correlation, 2)} below "
            "150 Hz): do not take its bass for a model."
        )


def _about_pair(mix: Heard, reference: Heard, target: StyleTarget | None) -> Iterator[str]:
    ours, theirs = mix.analysis, reference.analysis
    if ours.sample_rate != theirs.sample_rate:
        yield (
            f"{mix.name} is at {kilohertz(ours.sample_rate)} and {reference.name} at {kilohertz(theirs.sample_rate)}: "
            f"both were compared at 44.1 kHz, and the master keeps the mix's {kilohertz(ours.sample_rate)}."
        )
    quieter = ours.heard_lufs - theirs.heard_lufs
    if np.isfinite(quieter) and quieter >= _QUIETER_LU:
        yield (
            f"{reference.name} is {decimal(quieter)} LU quieter than the mix: is it a finished master? "
            "Mastered to its loudness, the song becomes quieter, not louder."
        )
    apart = tone_error_db(heard_tone_db(ours), heard_tone_db(theirs))
    if target is not None and target.same_song < _OTHER_SONG and apart >= _FAR_TONE_DB:
        yield (
            f"{reference.name} is a very different song (its spectrum is {decimal(apart)} dB away on average): "
            "most of the difference was taken to be content and left alone."
        )


def _is_mono(analysis: Analysis) -> bool:
    return analysis.channels == 1 or analysis.stereo.width_db <= _NO_WIDTH_DB


def _one_channel(analysis: Analysis) -> bool:
    return abs(analysis.stereo.balance_db) >= _ONE_CHANNEL_DB


def _silent_share(analysis: Analysis) -> float:
    momentary = analysis.loudness.momentary_lufs
    return float((momentary < ABSOLUTE_GATE_LUFS).mean()) if len(momentary) else 0.0
