"""What is known about music before hearing any, as it ships."""

import numpy as np
import pytest

from metamaster.style.aspects import ASPECTS
from metamaster.style.names import Aspect
from metamaster.style.statistics import style_statistics

ENTRIES = {"tone": 29, "width": 10, "dynamics": 27, "plr": 1}
MATRICES = ("between", "within", "moves")


def test_every_aspect_is_known() -> None:
    assert tuple(style_statistics()) == ASPECTS


@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_mean_has_the_entries_of_its_aspect(aspect: Aspect) -> None:
    mean = style_statistics()[aspect].mean
    assert mean.shape == (ENTRIES[aspect],) and np.isfinite(mean).all()


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", MATRICES)
def test_a_covariance_is_symmetric_and_positive_definite(aspect: Aspect, name: str) -> None:
    covariance = getattr(style_statistics()[aspect], name)
    assert covariance.shape == (ENTRIES[aspect], ENTRIES[aspect])
    assert np.array_equal(covariance, covariance.T) and np.linalg.eigvalsh(covariance).min() > 0.0


@pytest.mark.parametrize("aspect", ASPECTS)
def test_songs_differ_more_than_sections_of_one_song(aspect: Aspect) -> None:
    known = style_statistics()[aspect]
    assert np.trace(known.between) > np.trace(known.within)
