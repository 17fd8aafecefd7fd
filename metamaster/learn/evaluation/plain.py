"""The rows that need no adapting: the input, loudness alone, mean chains, a match EQ, and Matchering if it is there."""

import importlib
import importlib.util
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import soundfile

from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.learn.aim import trim_for
from metamaster.learn.evaluation.family import Attempt, AttemptFailed, Family
from metamaster.learn.evaluation.heard import Heard
from metamaster.learn.evaluation.judging import delivered
from metamaster.learn.evaluation.match_eq import half_matched
from metamaster.learn.evaluation.trial import Stereo
from metamaster.style.frames import STYLE_RATE

INPUT, MATCHERING = "input", "Matchering"


def the_input() -> Family:
    """What every error is a share of."""
    return Family(INPUT, "the mix as it is", lambda heard: [Attempt(0, 0.0, heard.trial.mix)])


def plain_families(usual: Mapping[str, Settings]) -> tuple[Family, ...]:
    """The others, those with mean chains only where chains are known."""
    families = [Family("loudness only", "a limiter to the reference's loudness", timed(_loudness_only))]
    if "" in usual:
        families.append(Family("mean chain", "the mean of the chains of all seen genres", timed(_mean(usual, ""))))
    families.append(
        Family("mean chain of the genre", "the same of the song's genre, where it was seen", _of_genre(usual))
    )
    families.append(Family("match EQ", "half a match EQ, at most 3 dB, then the limiter", timed(_match_eq)))
    if has_matchering():
        families.append(Family(MATCHERING, "Matchering 2 at its defaults", timed(_matchering)))
    return tuple(families)


def has_matchering() -> bool:
    """Whether Matchering is installed, which only benchmarks need."""
    return importlib.util.find_spec("matchering") is not None


def timed(way: Callable[[Heard], Settings | Stereo]) -> Callable[[Heard], Sequence[Attempt]]:
    """The one attempt of a way that takes no steps."""

    def attempt(heard: Heard) -> Sequence[Attempt]:
        start = time.perf_counter()
        result = way(heard)
        return [Attempt(0, time.perf_counter() - start, result)]

    return attempt


def trimmed(heard: Heard, settings: Settings) -> Settings:
    """A chain that was set without the mix, at the mix's own level."""
    return settings.replace({"trim.gain_db": trim_for(heard.mix)})


def _loudness_only(heard: Heard) -> Settings:
    return trimmed(heard, DEFAULTS)


def _mean(usual: Mapping[str, Settings], genre: str) -> Callable[[Heard], Settings]:
    return lambda heard: trimmed(heard, usual[genre])


def _of_genre(usual: Mapping[str, Settings]) -> Callable[[Heard], Sequence[Attempt]]:
    def attempt(heard: Heard) -> Sequence[Attempt]:
        genre = heard.trial.about.genre
        return timed(_mean(usual, genre))(heard) if genre in usual else []

    return attempt


def _match_eq(heard: Heard) -> Stereo:
    matched = half_matched(heard.trial.mix, heard.trial.reference, STYLE_RATE)
    return delivered(matched, _loudness_only(heard), heard.target_lufs)[1]


def _matchering(heard: Heard) -> Stereo:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # What it says of the libraries it uses is for its own developers.
        warnings.simplefilter("ignore")
        matchering = importlib.import_module("matchering")
        mix, reference, out = (str(Path(folder) / f"{name}.wav") for name in ("mix", "reference", "out"))
        for path, audio in ((mix, heard.trial.mix), (reference, heard.trial.reference)):
            soundfile.write(path, audio.T, STYLE_RATE, subtype="FLOAT")
        try:
            matchering.process(target=mix, reference=reference, results=[matchering.pcm24(out)])
        except importlib.import_module("matchering.log").ModuleError as error:
            raise AttemptFailed(f"Matchering: {error}") from error
        samples, _ = soundfile.read(out, dtype="float32", always_2d=True)
    return np.ascontiguousarray(samples.T)
