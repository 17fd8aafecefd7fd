"""Settings and settings files that the chain's tests share."""

import random

from hypothesis import strategies as st

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS, Settings, clamped, settings_from
from metamaster.chain.settings_file import About, Delivery, NamedReference, SettingsFile
from metamaster.chain.uncertainty import Uncertainty

ABOUT = About("metamaster 0.1.0", "mix.wav", (NamedReference("reference.flac", 1.0),), 0)

# Plain values only: building Settings runs beartype, which draws random numbers, and Hypothesis forbids that here.
any_values = st.tuples(*(st.floats(entry.low, entry.high) for entry in PARAMETERS))
any_delivery = st.builds(Delivery, st.none() | st.floats(-50.0, 0.0), st.floats(-12.0, 0.0))
any_about = st.builds(
    About,
    created_by=st.text(),
    mix=st.text(),
    references=st.lists(st.builds(NamedReference, st.text(), st.floats(0.0, 100.0)), max_size=3).map(tuple),
    seed=st.integers(0, 2**32),
    rule=st.none() | st.text(),
    steps=st.none() | st.integers(0, 1000),
)
any_uncertainty = st.none() | st.builds(
    Uncertainty,
    st.dictionaries(st.sampled_from([entry.name for entry in PARAMETERS]), st.floats(0.0, 1e4)),
    st.just(()),
)


def file_with(settings: Settings = DEFAULTS, loudness_lufs: float | None = None) -> SettingsFile:
    """A settings file around some settings."""
    return SettingsFile(settings, Delivery(loudness_lufs, -1.0), ABOUT)


def file_at(**controls: float) -> SettingsFile:
    """A neutral chain with some controls moved; dots in their names are double underscores."""
    return file_with(settings_from({name.replace("__", "."): value for name, value in controls.items()}))


def busy_settings(seed: int = 0) -> Settings:
    """Every control somewhere in its range; the gains that lead into full scale kept moderate."""
    chance = random.Random(seed)
    values = [chance.uniform(entry.low, entry.high) for entry in PARAMETERS]
    return clamped(values).replace({"trim.gain_db": -6.0, "limiter.drive_db": 6.0, "limiter.ceiling_db": -1.0})
