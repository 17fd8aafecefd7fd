"""A trial of twelve seconds whose true master a known chain made."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import numpy as np
import pytest

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.episode import About, Episode, Take
from metamaster.learn.evaluation.judging import delivered
from metamaster.learn.evaluation.trial import Stereo, Trial, TrialKey
from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.style.frames import Frames, samples_for
from metamaster.style.reading import frames_of
from tests.conftest import Clip

CHAIN = DEFAULTS.replace({"trim.gain_db": 0.0, "eq.mid.high_shelf.gain_db": 4.0, "image.mid_width_db": 3.0})
LOUD_LUFS = -13.0
ENGINEERS_DIFFER = np.full(len(PARAMETERS), 0.1)


class AtOnce(Executor):
    """Does what it is asked here and now."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@pytest.fixture(scope="session")
def trial(mix: Clip, record: Clip) -> Trial:
    settings, truth = delivered(mix.samples, CHAIN, LOUD_LUFS)
    reference = np.ascontiguousarray(record.samples)
    episode = Episode(
        reference=frames_of(reference),
        support=_take(mix.samples),
        query=_take(mix.samples),
        truth=_alone(frames_of(truth)),
        values=np.array([settings.values], np.float32),
    )
    about = About("synth-pop", "seen", 0, "chain", ("record", "mix", "mix"))
    return Trial(TrialKey("seen", 1, 0), about, episode, mix.samples, reference, mix.samples, truth)


def _take(audio: Stereo) -> Take:
    return Take(audio[None, :, : samples_for(EXCERPT_FRAMES)], _alone(frames_of(audio)))


def _alone(frames: Frames) -> Frames:
    return Frames(frames.power[None], frames.peak[None])
