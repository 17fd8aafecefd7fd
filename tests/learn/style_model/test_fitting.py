"""The fitted model tells style from content on pairs that it has not seen."""

import jax
import numpy as np
import pytest

from metamaster.errors import NoMusic
from metamaster.learn.style_model.content import expected
from metamaster.learn.style_model.explain import Pairs, explain
from metamaster.learn.style_model.fitting import fit
from metamaster.learn.style_model.gate import weigh
from metamaster.learn.style_model.likeness import likenesses
from tests.learn.style_model.music import FEATURES, examples, fitted, songs


@pytest.fixture(scope="module")
def unseen() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Change wanted, change found, and which pairs are of one song."""
    model, told = fitted(), examples(256, 2)
    prints = told.mix_print.astype(np.float64), told.reference_print.astype(np.float64)
    foreseen = expected(model.content, prints[0]), expected(model.content, prints[1])
    features = told.mix.astype(np.float64), told.reference.astype(np.float64)
    pairs = Pairs(*features, *foreseen, np.ones(FEATURES, bool))
    change, _ = weigh(model.gate, *explain(model, pairs), likenesses(model.content, pairs, prints))
    return told.truth - told.mix, change, told.same_song


@pytest.mark.parametrize(("same", "share"), [(True, 0.35), (False, 0.8)])
def test_it_comes_nearer_than_doing_nothing(
    unseen: tuple[np.ndarray, np.ndarray, np.ndarray], same: bool, share: float
):
    wanted, found, same_song = unseen
    kind = same_song == same
    assert np.abs(found - wanted)[kind].mean() < share * np.abs(wanted)[kind].mean()


def test_it_comes_nearer_than_the_whole_difference(unseen: tuple[np.ndarray, np.ndarray, np.ndarray]):
    wanted, found, same_song = unseen
    told = examples(256, 2)
    naive = told.reference - told.mix
    assert np.abs(found - wanted)[~same_song].mean() < 0.5 * np.abs(naive - wanted)[~same_song].mean()


def test_same_data_and_seed_give_the_same_model():
    few = examples(200, 3)
    one, other = fit(songs(), few, 5), fit(songs(), few, 5)
    assert all(np.array_equal(a, b) for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True))


def test_songs_of_one_stretch_each_are_refused():
    made = songs()
    alone = made._replace(song=np.arange(made.song.size))
    with pytest.raises(NoMusic, match="two stretches"):
        fit(alone, examples(50, 4), 0)
