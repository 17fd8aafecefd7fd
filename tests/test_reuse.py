"""A chain that was found before: which loudness is delivered with it."""

import pytest

from metamaster.audio.files import ArraySource
from metamaster.chain.settings import DEFAULTS
from metamaster.chain.settings_file import About, Delivery, SettingsFile
from metamaster.listen import Listened, listen
from metamaster.measure.analysis import Depth
from metamaster.options import MasterOptions
from metamaster.reuse import reused
from tests.conftest import RATE, Clip


@pytest.fixture(scope="module")
def heard(mix: Clip) -> Listened:
    return listen(ArraySource(mix.samples, RATE, "mix"), depth=Depth.LOUDNESS)


def with_loudness(loudness_lufs: float | None) -> SettingsFile:
    return SettingsFile(DEFAULTS, Delivery(loudness_lufs, -1.0), About("me", "mix", (), 0))


def test_it_is_the_one_that_was_delivered_then(heard: Listened) -> None:
    assert reused(heard, with_loudness(-11.0), MasterOptions()).target_lufs == -11.0


def test_it_is_the_mixs_where_the_settings_name_none(heard: Listened) -> None:
    assert reused(heard, with_loudness(None), MasterOptions()).target_lufs == heard.loudness_lufs


@pytest.mark.parametrize("then", [-11.0, None])
def test_one_that_is_asked_for_comes_first(heard: Listened, then: float | None) -> None:
    assert reused(heard, with_loudness(then), MasterOptions(loudness=-16.0)).target_lufs == -16.0
