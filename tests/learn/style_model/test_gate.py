"""The gate weighs hypotheses by their evidence."""

import jax.numpy as jnp
import numpy as np

from metamaster.learn.style_model.gate import weigh
from metamaster.learn.style_model.hypotheses import HYPOTHESES
from metamaster.learn.style_model.model import FEATURES, LIKENESSES
from tests.learn.style_model.music import fitted


def told(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    cases = len(HYPOTHESES)
    sizes = ((3, cases, 4), (3, cases, FEATURES), (3, LIKENESSES))
    return tuple(rng.standard_normal(size) for size in sizes)


def test_numpy_and_jax_agree():
    gate, inputs = fitted().gate, told()
    for one, other in zip(weigh(gate, *inputs), weigh(gate, *inputs, jnp), strict=True):
        assert np.allclose(one, np.asarray(other), atol=1e-4)


def test_overwhelming_evidence_decides():
    gate = fitted().gate
    evidence, change, likeness = told()
    evidence[:, 7] += 1e7
    found, same = weigh(gate, evidence, change, likeness)
    gain = np.repeat(np.exp(gate.log_gain[:, 7]), [29, 10, 27, 1])
    assert np.allclose(found, gain * change[:, 7])
    assert np.allclose(same, HYPOTHESES[7].same_song)


def test_evidence_counts_only_in_comparison():
    gate, (evidence, change, likeness) = fitted().gate, told()
    assert np.allclose(weigh(gate, evidence + 5.0, change, likeness)[0], weigh(gate, evidence, change, likeness)[0])
