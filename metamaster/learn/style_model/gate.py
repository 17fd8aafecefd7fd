"""Weighs the hypotheses: by their evidence, by how alike the pieces are, and by what learning found to serve.

Written for NumPy and for JAX alike: learned by gradient with the one, used with the other.
"""

from typing import Any

import numpy as np

from metamaster.learn.style_model.hypotheses import HYPOTHESES
from metamaster.learn.style_model.model import Gate, aspect_slices

_SAME = np.array([case.same_song for case in HYPOTHESES], np.float32)


def weigh(gate: Gate, evidence: Any, change: Any, likeness: Any, xp: Any = np) -> tuple[Any, Any]:
    """The change (pairs, 67) in dB, and by aspect the share of hypotheses with the same song (pairs, 4).

    ``evidence`` (pairs, hypotheses, 4), ``change`` (pairs, hypotheses, 67), ``likeness`` (pairs, 15); ``xp`` is
    ``numpy`` or ``jax.numpy``.
    """
    evidence = evidence - evidence.max(axis=1, keepdims=True)
    alike = (likeness - gate.likeness_mean) / gate.likeness_spread
    changes, shares = [], []
    for aspect, part in enumerate(aspect_slices().values()):
        for_same = alike @ gate.likeness[aspect] + gate.same_song[aspect]
        score = evidence @ xp.exp(gate.log_trust[aspect]) + gate.bias[aspect] + _SAME * for_same[:, None]
        odds = xp.exp(score - score.max(axis=1, keepdims=True))
        share = odds / odds.sum(axis=1, keepdims=True)
        weights = share * xp.exp(gate.log_gain[aspect])
        changes.append(xp.einsum("nh,nhd->nd", weights, change[:, :, part]))
        shares.append(share @ _SAME)
    return xp.concatenate(changes, axis=1), xp.stack(shares, axis=1)
