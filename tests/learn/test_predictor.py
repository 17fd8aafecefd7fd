"""The predictor: small, and before any training as neutral as the default prior."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.chain.jax_renderer.bounded import physical
from metamaster.chain.parameters import INDEX
from metamaster.learn.inputs import APART, ASKED, LOOKS, MIX_INPUTS, PIECE_INPUTS, SAME_SONG, usual_moves
from metamaster.learn.neutral import BELIEFS, control_aspects, neutral_chain
from metamaster.learn.predictor import Prediction, Predictor, by_aspect, new_parameters
from metamaster.learn.prior import default_prior
from metamaster.learn.problem import WEIGHT
from metamaster.learn.style_model.model import ENTRIES, FEATURES
from metamaster.style.aspects import ASPECTS

PREDICTOR = Predictor()
MIX = jnp.ones(MIX_INPUTS)


@pytest.fixture(scope="module")
def untrained() -> Prediction:
    """What it says of some mix and reference before training."""
    parameters = new_parameters(PREDICTOR, 0)
    reference, mix = (
        jax.random.normal(jax.random.key(seed), (size,)) for seed, size in enumerate((PIECE_INPUTS, MIX_INPUTS))
    )
    return PREDICTOR.apply({"params": parameters}, reference, mix, method="whole")


def test_it_is_small():
    assert sum(leaf.size for leaf in jax.tree.leaves(new_parameters(PREDICTOR, 0))) < 1_000_000


@pytest.mark.parametrize("size", [8, 9, 15, 23])
def test_a_context_is_as_long_as_was_asked_for(size: int):
    predictor = Predictor(context=size, width=8)
    parameters = new_parameters(predictor, 0)
    context = predictor.apply({"params": parameters}, jnp.ones(PIECE_INPUTS), method="encode")
    assert context.shape == (size,)


def test_the_same_seed_gives_the_same_parameters():
    one, other = (jax.tree.leaves(new_parameters(PREDICTOR, 5)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_untrained_it_starts_where_the_default_prior_does(untrained: Prediction):
    start = default_prior(frozenset(ASPECTS), 0.0, 0.0).start.values
    assert np.asarray(physical(untrained.coordinates)) == pytest.approx(start, rel=0.01, abs=0.1)


def test_untrained_it_holds_controls_as_the_default_prior_does(untrained: Prediction):
    prior = default_prior(frozenset(ASPECTS), 0.0, 0.0)
    held = np.asarray(untrained.precision)
    assert held[prior.free] == pytest.approx(1.0 / prior.spread[prior.free] ** 2)
    assert (held[~prior.free] > 100.0).all()


def test_untrained_it_changes_nothing_and_weighs_as_by_hand(untrained: Prediction):
    for aspect in ASPECTS:
        assert not np.asarray(untrained.change[aspect]).any()
        assert np.asarray(untrained.weight[aspect]) == pytest.approx(WEIGHT[aspect])


def test_what_is_set_from_outside_is_never_moved():
    outside = [INDEX["trim.gain_db"], INDEX["limiter.ceiling_db"]]
    assert not neutral_chain().free[outside].any() and not neutral_chain().reach[outside].any()


def test_precisions_and_weights_stay_positive_whatever_is_learned():
    wild = jax.tree.map(lambda leaf: 30.0 * jnp.ones_like(leaf), new_parameters(PREDICTOR, 0))
    said = PREDICTOR.apply({"params": wild}, -jnp.ones(PIECE_INPUTS), jnp.ones(MIX_INPUTS), method="whole")
    for values in (said.precision, *said.weight.values()):
        assert np.isfinite(values).all() and (np.asarray(values) > 0.0).all()


def test_without_networks_it_says_the_same_of_all_music_but_for_whether_it_is_one_song():
    plain = Predictor(context=8, width=0)
    shaken = jax.tree.map(lambda leaf: leaf + 0.3, new_parameters(plain, 0))
    assert sum(leaf.size for leaf in jax.tree.leaves(shaken)) < 1000

    def said(seed: int, same_song: float) -> list[np.ndarray]:
        reference, mix = (jax.random.normal(jax.random.key(seed), (size,)) for size in (PIECE_INPUTS, MIX_INPUTS))
        # The change that is asked for is scaled: it must be the same for what is said to be.
        mix = jnp.zeros(MIX_INPUTS).at[:10].set(mix[:10]).at[-1].set(same_song)
        prediction = plain.apply({"params": shaken}, reference, mix, method="whole")
        return jax.tree.leaves(prediction._replace(looks=None))

    one, other, same = said(0, -1.0), said(1, -1.0), said(0, 1.0)
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(one, same, strict=True))


def test_a_vector_is_cut_up_by_aspect():
    found = by_aspect(jnp.arange(67.0))
    assert {aspect: len(entries) for aspect, entries in found.items()} == ENTRIES
    assert np.concatenate([found[aspect] for aspect in ASPECTS]).tolist() == list(range(67))


def test_what_is_not_trusted_moves_neither_start_nor_target(untrained: Prediction):
    wild = jax.tree.map(lambda leaf: leaf + 0.3, new_parameters(PREDICTOR, 0))
    distrusted = {**wild, "trust": {"kernel": jnp.zeros_like(wild["trust"]["kernel"]), "bias": jnp.full(4, -80.0)}}
    said = PREDICTOR.apply({"params": distrusted}, jnp.ones(PIECE_INPUTS), jnp.ones(MIX_INPUTS), method="whole")
    told, before = ((one.coordinates, one.change) for one in (said, untrained))
    for one, other in zip(jax.tree.leaves(told), jax.tree.leaves(before), strict=True):
        assert np.asarray(one) == pytest.approx(np.asarray(other), rel=1e-4, abs=1e-4)


def taken_for(
    logits: dict[str, float],
    mix: jax.Array = MIX,
    plain: jax.Array | None = None,
    firmness: jax.Array | None = None,
    **biases: jax.Array,
) -> Prediction:
    """What is said of a reference that each look takes for the work of other software by those log-odds."""
    parameters = new_parameters(PREDICTOR, 0)
    for name, numbers in (("plain", plain), ("firmness", firmness)):
        if numbers is not None:
            parameters[name] = numbers
    for layer, bias in biases.items():
        parameters[layer]["bias"] = bias
    for look, logit in logits.items():
        parameters["origin"][look]["Dense_1"]["bias"] = jnp.array([logit])
    return PREDICTOR.apply({"params": parameters}, jnp.ones(PIECE_INPUTS), mix, method="whole")


@pytest.mark.parametrize(("logit", "by_chain"), [(-80.0, 1.0), (80.0, 0.0), (0.0, 0.5)])
def test_start_and_change_count_as_far_as_the_chain_is_likely(logit: float, by_chain: float):
    belief = jnp.zeros(BELIEFS + 3 * FEATURES).at[BELIEFS : BELIEFS + FEATURES].set(1.0)
    said = taken_for(dict.fromkeys(LOOKS, logit), head=jnp.ones(len(INDEX)), belief=belief)
    assert float(said.out_of_chain) == pytest.approx(1.0 - by_chain)
    moved = np.asarray(said.coordinates) - neutral_chain().coordinates
    assert moved == pytest.approx(float(said.trust[0]) * by_chain * neutral_chain().reach, rel=1e-4, abs=1e-5)
    changed = np.concatenate([said.change[aspect] for aspect in ASPECTS])
    assert changed == pytest.approx(float(said.trust[0]) * by_chain * usual_moves(), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(("of_said", "told"), [(1, ASKED), (2, APART)])
def test_a_change_leans_on_what_is_asked_for_and_on_how_far_the_reference_is_apart(of_said: int, told: slice):
    first = BELIEFS + of_said * FEATURES
    belief = jnp.zeros(BELIEFS + 3 * FEATURES).at[first : first + FEATURES].set(0.5)
    said = taken_for(dict.fromkeys(LOOKS, -80.0), belief=belief, mix=jnp.zeros(MIX_INPUTS).at[told].set(2.0))
    changed = np.concatenate([said.change[aspect] for aspect in ASPECTS])
    assert changed == pytest.approx(float(said.trust[0]) * usual_moves(), rel=1e-4)


@pytest.mark.parametrize(("logit", "by_chain"), [(-80.0, 1.0), (80.0, 0.0), (0.0, 0.5)])
@pytest.mark.parametrize(("told", "same_song"), [(1.0, 1.0), (-1.0, 0.0), (0.0, 0.5)])
def test_what_is_firm_and_what_counts_is_said_for_either(logit: float, by_chain: float, told: float, same_song: float):
    """Of references by others only where they are the same song, and not of tone."""
    beliefs = jnp.full(BELIEFS, 0.1)
    chain = jnp.concatenate([-beliefs, jnp.zeros(3 * FEATURES)])
    said = taken_for(dict.fromkeys(LOOKS, logit), mix=MIX.at[SAME_SONG].set(told), belief=chain, plain=beliefs)
    tone = ASPECTS.index("tone")
    factors = [np.exp(0.1 * ((1.0 - by_chain) * same_song * (k != tone) - by_chain)) for k in range(len(ASPECTS))]
    assert np.asarray(said.precision) == pytest.approx(
        np.array(factors)[control_aspects()] * neutral_chain().precision, rel=1e-3
    )
    for aspect, factor in zip(ASPECTS, factors, strict=True):
        assert np.asarray(said.weight[aspect]) == pytest.approx(factor * WEIGHT[aspect], rel=1e-3)


@pytest.mark.parametrize(("logit", "by_chain"), [(-80.0, 1.0), (80.0, 0.0), (0.0, 0.5)])
@pytest.mark.parametrize(("told", "row"), [(-1.0, 0), (1.0, 1)])
def test_controls_are_held_more_firmly_by_aspect_for_another_song_and_for_the_same(
    logit: float, by_chain: float, told: float, row: int
):
    """As far as the chain is likely to have made the reference."""
    learned = jnp.zeros((2, len(ASPECTS))).at[row, ASPECTS.index("width")].set(0.02)
    said = taken_for(dict.fromkeys(LOOKS, logit), mix=MIX.at[SAME_SONG].set(told), firmness=learned)
    factor = np.asarray(said.precision) / neutral_chain().precision
    of_width = control_aspects() == ASPECTS.index("width")
    assert factor[~of_width] == pytest.approx(1.0, rel=1e-5)
    assert factor[of_width] == pytest.approx(np.exp(3.0 * np.tanh(by_chain * 32.0 * 0.02 / 3.0)), rel=1e-4)


def test_of_looks_equally_sure_that_at_fingerprints_counts_more():
    assert float(taken_for({"whole": 3.0, "fingerprint": -3.0}).out_of_chain) < 0.1
    assert float(taken_for({"whole": -3.0, "fingerprint": 3.0}).out_of_chain) > 0.9


def test_who_mastered_it_is_not_bent_by_what_would_serve_the_song():
    parameters = jax.tree.map(lambda leaf: leaf + 0.01, new_parameters(PREDICTOR, 0))

    def moved(parameters: Any) -> jax.Array:
        said = PREDICTOR.apply({"params": parameters}, jnp.ones(PIECE_INPUTS), jnp.ones(MIX_INPUTS), method="whole")
        return jnp.sum(said.coordinates) + sum(jnp.sum(change) for change in said.change.values())

    slope = jax.grad(moved)(parameters)
    told = {part for part, leaves in slope.items() if any(jnp.any(leaf) for leaf in jax.tree.leaves(leaves))}
    assert {"genre", "mix", "head", "belief"} <= told
    assert not {"origin", "signs"} & told


def test_a_control_is_trusted_as_the_aspect_that_it_serves_is():
    aspects = {name: ASPECTS[at] for name, at in zip(INDEX, control_aspects(), strict=True)}
    assert aspects["eq.mid.bell_1.gain_db"] == "tone" and aspects["image.mid_width_db"] == "width"
    assert aspects["multiband.low.ratio"] == aspects["saturation.blend"] == "dynamics"
