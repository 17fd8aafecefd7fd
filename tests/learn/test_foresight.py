"""The predictor in NumPy says what the one in Flax says."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.learn.checkpoint import load_model, save_model
from metamaster.learn.foresight import Foresight
from metamaster.learn.inputs import MIX_INPUTS, PIECE_INPUTS
from metamaster.learn.model_config import InnerConfig, Made, PredictorConfig
from metamaster.learn.model_file import read_model
from metamaster.learn.setup import new_meta, plan_of
from metamaster.style.aspects import ASPECTS

MADE = {
    "network": Made(PredictorConfig(8, 24, "learned"), InnerConfig()),
    "prior": Made(PredictorConfig(8, 0, "learned"), InnerConfig()),
}


@pytest.fixture(scope="module", params=MADE)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose every number has been shaken."""
    made = MADE[request.param]
    plan = plan_of(made.predictor, made.inner)
    leaves, shape = jax.tree.flatten(new_meta(plan, 0))
    keys = jax.random.split(jax.random.key(1), len(leaves))
    shaken = [leaf + 0.1 * jax.random.normal(key, leaf.shape) for leaf, key in zip(leaves, keys, strict=True)]
    path = tmp_path_factory.mktemp("model") / "model.safetensors"
    save_model(path, jax.tree.unflatten(shape, shaken), made)
    return path


@pytest.mark.parametrize("seed", range(5))
def test_both_predict_alike(path: Path, seed: int):
    random = np.random.default_rng(seed)
    reference, mix = (random.normal(0.0, 2.0, size).astype(np.float32) for size in (PIECE_INPUTS, MIX_INPUTS))
    model = load_model(path)
    told = jnp.asarray(reference), jnp.asarray(mix)
    said = model.plan.predictor.apply({"params": model.meta.predictor}, *told, method="whole")
    found = Foresight(read_model(path))(reference, mix)
    assert found.coordinates == pytest.approx(np.asarray(said.coordinates), rel=1e-4, abs=1e-4)
    assert found.precision == pytest.approx(np.asarray(said.precision), rel=1e-3)
    assert found.change == pytest.approx(np.concatenate([said.change[a] for a in ASPECTS]), rel=1e-3, abs=1e-4)
    assert found.weight == pytest.approx(np.concatenate([said.weight[a] for a in ASPECTS]), rel=1e-3)


def test_it_says_what_it_adds_to(path: Path):
    assert Foresight(read_model(path)).base == "learned"


def test_what_is_likelier_beforehand_moves_a_chain_less_or_more(path: Path):
    """Towards what all engineers have in common, or towards what those do who use the chain."""
    random = np.random.default_rng(7)
    told = [random.normal(0.0, 2.0, size).astype(np.float32) for size in (PIECE_INPUTS, MIX_INPUTS)]
    model = read_model(path)
    moved = [np.abs(Foresight(model, odds)(*told).change).sum() for odds in (-60.0, 0.0, 60.0)]
    if model.made.predictor.width:
        assert moved[0] > moved[1] > moved[2] == pytest.approx(0.0, abs=1e-4)
    else:
        assert moved[0] == moved[1] == moved[2]
