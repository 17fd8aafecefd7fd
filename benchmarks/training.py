"""Seconds and memory of one meta-step an episode: ``python -m benchmarks.training``.

Writes docs/training-speed.md. Each case runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import jax
import numpy as np

from benchmarks.measured import megabytes
from metamaster.audio.atomic import atomic_text
from metamaster.compilation import keep_compiled_programs
from metamaster.learn.adaptation import Meta
from metamaster.learn.episode import SONG_FRAMES, Episode, Take
from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.learn.material import Material, Preparation, prepared
from metamaster.learn.model_config import InnerConfig, PredictorConfig
from metamaster.learn.outer import Judgement, episode_loss
from metamaster.learn.setup import new_meta, plan_of
from metamaster.report.markdown import markdown
from metamaster.schema import fitted
from metamaster.style.frames import analyse_frames, samples_for
from tasks.songs.demo import demo_mix, demo_reference

PAGE = Path(__file__).resolve().parent.parent / "docs" / "training-speed.md"
_ABOUT = """# Seconds of training

Made by `python -m benchmarks.training`: the gradient of the outer loss of one episode (one song to adapt on and be
judged on, Levenberg-Marquardt on the chain, judged after the last step), compiled; median of 5 runs on this machine.

"""
_ROUNDS = 5
CASES: tuple[dict[str, float | str], ...] = (
    {"world": "frames", "order": "first"},
    {"world": "frames", "order": "second"},
    {"world": "audio", "order": "first", "steps": 3, "seconds": 5.0},
    {"world": "audio", "order": "first"},
    {"world": "audio", "order": "second", "steps": 3, "seconds": 5.0},
)


def demo_episode() -> Episode:
    """The two built-in songs: a reference, and a mix to adapt on and to judge on."""
    mix, record = (
        np.asarray(song.mix, np.float32)[:, : samples_for(SONG_FRAMES)] for song in (demo_mix(), demo_reference())
    )
    frames = jax.jit(analyse_frames)
    take = Take(
        mix[None, :, : samples_for(EXCERPT_FRAMES)], jax.tree.map(lambda leaf: np.asarray(leaf)[None], frames(mix))
    )
    truth = jax.tree.map(lambda leaf: np.asarray(leaf)[None], frames(mix * np.float32(1.2)))
    values = np.full((1, 52), np.nan, np.float32)
    return Episode(jax.tree.map(np.asarray, frames(record)), take, take, truth, values)


def measured(case: dict[str, float | str]) -> dict[str, float]:
    """Median seconds of the gradient of one episode's outer loss, of compiling it, and the most memory in GB."""
    keep_compiled_programs()
    inner = fitted(case, InnerConfig)
    plan = plan_of(PredictorConfig(), inner)
    material = prepared(demo_episode(), Preparation(inner.world, "nothing", inner.seconds))
    meta = new_meta(plan, 0)
    judgement = Judgement("query", "last", True, 0.1)

    def loss(meta: Meta, material: Material) -> jax.Array:
        return episode_loss(plan, judgement, meta, material)[0]

    gradient = jax.jit(jax.grad(loss))
    start = time.perf_counter()
    slope = jax.block_until_ready(gradient(meta, material))
    compiling = time.perf_counter() - start
    seconds, used = [], time.process_time()
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        jax.block_until_ready(gradient(meta, material))
        seconds.append(time.perf_counter() - start)
    used = (time.process_time() - used) / _ROUNDS
    finite = all(bool(np.isfinite(leaf).all()) for leaf in jax.tree.leaves(slope))
    memory = megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1000.0
    return {
        "seconds": float(np.median(seconds)),
        "cpu_seconds": used,
        "compiling": compiling,
        "memory_gb": memory,
        "finite": float(finite),
    }


def main() -> None:
    """Measures every case and writes the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--case", help="one case alone, as JSON; prints its figures")
    case = parser.parse_args().case
    if case is not None:
        print(json.dumps(measured(json.loads(case))))
        return
    lines = [_line(fitted(each, InnerConfig), _apart(each)) for each in CASES]
    header = (
        "world",
        "order",
        "steps",
        "seconds of music",
        "a meta-step, s",
        "of CPU, s",
        "memory, GB",
        "compiling, s",
        "finite",
    )
    atomic_text(PAGE, _ABOUT + markdown(header, lines) + "\n", overwrite=True)


def _apart(case: dict[str, float | str]) -> dict[str, float]:
    """The figures of a case, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.training", "--case", json.dumps(case)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _line(inner: InnerConfig, found: dict[str, float]) -> list[str]:
    music = f"{inner.seconds:g}" if inner.world == "audio" else "30"
    times = [f"{found['seconds']:.2f}", f"{found['cpu_seconds']:.2f}"]
    figures = [f"{found['memory_gb']:.1f}", f"{found['compiling']:.0f}"]
    return [inner.world, inner.order, str(inner.steps), music, *times, *figures, "yes" if found["finite"] else "no"]


if __name__ == "__main__":
    main()
