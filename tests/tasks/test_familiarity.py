"""Stock is taken of the genres that engineers master with the chain."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from metamaster.learn.checkpoint import save_model
from metamaster.learn.episode import About, Episode
from metamaster.learn.foresight import Foresight
from metamaster.learn.model_config import InnerConfig, Made, PredictorConfig
from metamaster.learn.model_file import read_model
from metamaster.learn.setup import new_meta, plan_of
from tasks.familiarity import genres_of
from tests.learn.training.runs import Noise

CONTEXT = 16


class Three:
    """Episodes of two genres in turn, of which each third was mastered by other software."""

    def __getitem__(self, index: int) -> tuple[Episode, About]:
        episode, about = Noise(0)[index]
        engineer = "other-software" if index % 3 == 2 else "chain"
        return episode, replace(about, genre=("house", "folk")[index % 2], engineer=engineer)

    def __iter__(self) -> Iterator[tuple[Episode, About]]:
        return (self[index] for index in count())


@pytest.fixture(scope="module")
def foresight(tmp_path_factory: pytest.TempPathFactory) -> Foresight:
    """A small new predictor."""
    made = Made(PredictorConfig(CONTEXT, 24, "nothing"), InnerConfig())
    path = tmp_path_factory.mktemp("model") / "model.safetensors"
    save_model(path, new_meta(plan_of(made.predictor, made.inner), 0), made)
    return Foresight(read_model(path))


def test_every_reference_that_the_chain_made_is_counted_in_its_genre(foresight: Foresight):
    found = genres_of(foresight, Three(), 12)
    assert {genre: len(references) for genre, references in found.items()} == {"house": 4, "folk": 4}


def test_a_reference_is_what_the_predictor_makes_of_it(foresight: Foresight):
    found = genres_of(foresight, Three(), 2)
    again = genres_of(foresight, Three(), 2)
    (one,), (other,) = found["house"], found["folk"]
    assert one.shape == other.shape == (CONTEXT * 3 // 4,)
    assert (one != other).any() and (one == again["house"][0]).all()
