"""Makes the worker ready before anybody asks: a first adaptation would otherwise wait for everything to be loaded."""

import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.compilation import keep_compiled_programs
from metamaster.learn.from_reference import find_settings
from metamaster.learn.programs import make_ready
from metamaster.listen import listen_all
from metamaster.options import MasterOptions

_NOISE_S = 12
_RATE = 44100


def warm() -> None:
    """Loads and compiles what adapting needs, and does all of it once, on noise."""
    keep_compiled_programs()
    options = MasterOptions(study_master=False, steps=2)
    make_ready(options.rule)
    generator = np.random.default_rng(0)
    noises = [
        ArraySource(np.float32(level) * generator.standard_normal((2, _NOISE_S * _RATE), np.float32), _RATE)
        for level in (0.02, 0.1)
    ]
    mix, reference = listen_all(noises, with_bands=False)
    find_settings(mix, [(reference, 1.0)], options)
