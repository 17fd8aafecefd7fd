"""What pretraining asks of a prediction."""

import jax.numpy as jnp
import pytest

from metamaster.learn.inputs import LOOKS, MIX_INPUTS, PIECE_INPUTS
from metamaster.learn.lesson import Lesson, Taught
from metamaster.learn.model_config import InnerConfig, PredictorConfig
from metamaster.learn.neutral import neutral_chain
from metamaster.learn.setup import new_meta, plan_of
from metamaster.learn.style_model.model import ENTRIES
from metamaster.learn.supervised import supervised_loss

PLAN = plan_of(PredictorConfig(8, 16), InnerConfig())
CHAIN = jnp.asarray(neutral_chain().coordinates)
UNKNOWN = jnp.full_like(CHAIN, jnp.nan)
NOTHING = {aspect: jnp.zeros((1, size)) for aspect, size in ENTRIES.items()}


def loss_of(coordinates: jnp.ndarray, logits: dict[str, float]) -> float:
    """Of a predictor that takes other software for that likely, taught one song by an engineer with that chain."""
    meta = new_meta(PLAN, 0)
    for look, logit in logits.items():
        meta.predictor["origin"][look]["Dense_1"]["bias"] = jnp.array([logit])
    taught = Taught(jnp.zeros((1, MIX_INPUTS)), NOTHING, NOTHING, coordinates[None])
    return float(supervised_loss(PLAN, meta, Lesson(jnp.zeros(PIECE_INPUTS), jnp.float32(-14.0), taught)))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("is_chain", [True, False])
def test_each_look_is_asked_who_mastered_a_song(is_chain: bool, look: str):
    right = -3.0 if is_chain else 3.0
    told = CHAIN if is_chain else UNKNOWN
    assert loss_of(told, {look: -right}) - loss_of(told, {look: right}) == pytest.approx(3.0, abs=0.01)
