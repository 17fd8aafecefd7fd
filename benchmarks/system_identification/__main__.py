"""The learned rule against LMS, NLMS and RLS: ``python -m benchmarks.system_identification``.

Writes docs/system-identification.md and .png; trains anew, from a seed.
"""

import argparse
import time
from pathlib import Path

import jax

from benchmarks.asked import asked
from benchmarks.system_identification import scenes
from benchmarks.system_identification.figure import draw
from benchmarks.system_identification.learned import BATCH, UNROLL, learned, meta_trained
from benchmarks.system_identification.measuring import trace
from benchmarks.system_identification.page import Training, page
from benchmarks.system_identification.tuning import CANDIDATES, Follow, Tuned, follower, meta_loss, tuned
from metamaster.audio.atomic import atomic_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
UPDATES = 8000
CHANGE_AT = scenes.BLOCKS // 2
_TRAINING_SEEDS = range(1000, 1480)
_TEST_SEEDS = range(60)


def main() -> None:
    """Tune, train, measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=UPDATES)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    training = scenes.drawn(_TRAINING_SEEDS)
    found: dict[str, Tuned] = {}
    for rule, candidate in CANDIDATES.items():
        found[rule] = tuned(candidate, training)
        print(f"{rule}: {found[rule].numbers}")
    start = time.process_time()
    weights = meta_trained(training, given.updates, given.seed, _tell)
    minutes = (time.process_time() - start) / 60.0
    follow: dict[str, Follow] = {rule: follower(CANDIDATES[rule], found[rule]) for rule in CANDIDATES}
    follow["learned"] = jax.jit(jax.vmap(lambda scene: trace(learned(weights), scene)))
    traces = {
        kind: {rule: run(test) for rule, run in follow.items()}
        for kind in scenes.INPUTS
        for test in [scenes.drawn(_TEST_SEEDS, kind, CHANGE_AT)]
    }
    draw(traces, CHANGE_AT, DOCS / "system-identification.png")
    losses = {rule: float(meta_loss(run(training).error)) for rule, run in follow.items()}
    amount = f"{given.updates} updates on {BATCH} × {UNROLL} blocks"
    count = sum(leaf.size for leaf in jax.tree.leaves(weights))
    told = Training(found, losses, amount, given.seed, minutes, count)
    text = page(traces, CHANGE_AT, told, asked("benchmarks.system_identification"))
    atomic_text(DOCS / "system-identification.md", text, overwrite=True)
    print(text)


def _tell(done: int, loss: float) -> None:
    if done % 800 == 0:
        print(f"{done} updates, meta-loss {loss:.2f}", flush=True)


if __name__ == "__main__":
    main()
