"""Makes the worker ready before anybody asks: a first adaptation would otherwise wait for what it loads."""

from itertools import repeat

import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.learn.from_genre import find_settings_in, learn_genre
from metamaster.learn.from_reference import find_settings
from metamaster.listen import listen_all
from metamaster.measure.analysis import Depth
from metamaster.options import MasterOptions

_NOISE_S = 12
_RATE = 44100


def warm() -> None:
    """Does all that adapting does once, on noise."""
    options = MasterOptions(study_master=False, steps=2)
    generator = np.random.default_rng(0)
    noises = [
        ArraySource(np.float32(level) * generator.standard_normal((2, _NOISE_S * _RATE), np.float32), _RATE)
        for level in (0.02, 0.1)
    ]
    mix, reference = listen_all(noises, depths=repeat(Depth.SPECTRUM))
    find_settings(mix, [(reference, 1.0)], options)
    find_settings_in(learn_genre("", [(reference, 1.0)], (), options), mix, options)
