"""A training run from start to finish, or from its last snapshot on."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from metamaster.errors import BadConfig, OutputExists, TrainingDiverged
from metamaster.learn.adaptation import Meta
from metamaster.learn.checkpoint import load_model, save_model
from metamaster.learn.episode import Episodes
from metamaster.learn.model_config import Made
from metamaster.learn.setup import new_meta, plan_of
from metamaster.learn.training.batches import Batch, Batches, batch_of
from metamaster.learn.training.config import TrainConfig
from metamaster.learn.training.curriculum import Curriculum
from metamaster.learn.training.devices import all_devices, divided, everywhere, own_share
from metamaster.learn.training.journal import Journal, Row
from metamaster.learn.training.phases import phase_at, phases_of
from metamaster.learn.training.plots import draw_curves
from metamaster.learn.training.refusals import refuse_contradictions, refuse_uneven
from metamaster.learn.training.snapshots import Snapshot, Snapshots, no_standing
from metamaster.learn.training.step import Learner
from metamaster.learn.training.validation import after_validation, validation_of

MODEL_FILE = "best.safetensors"
Told = Callable[[int, int, float], None]
"""Hears of every step: which it was, of how many, and the loss."""


@dataclass(frozen=True)
class Music:
    """What is learned from, and what is judged on."""

    training: Episodes
    validation: Episodes


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    step: int
    best_loss: float
    """On validation."""
    stopped_early: bool


class Run:
    """One training run and its folder."""

    def __init__(self, config: TrainConfig, music: Music, folder: Path) -> None:
        self._config = config
        self._music = music
        self._folder = folder
        self._mesh = all_devices()
        refuse_contradictions(config)
        refuse_uneven(config, self._mesh.size)
        self._plan = plan_of(config.predictor, config.inner)
        self._phases = phases_of(config, self._plan, self._mesh)
        self._judge = validation_of(config, self._plan, self._mesh)
        self._curriculum = Curriculum(config, music.training, folder)
        self._total = sum(phase.steps for phase in self._phases)
        self._is_chief = jax.process_index() == 0

    def go(self, resume: bool, told: Told = lambda step, of, loss: None) -> Outcome:
        """Trains to the end, or until validation has brought nothing better for long enough.

        Raises OutputExists where the folder holds a run and ``resume`` is False, DamagedRun where there is nothing to
        go on from, TrainingDiverged where something is no longer finite.
        """
        with Snapshots(self._folder, self._config) as snapshots:
            if not resume and snapshots.latest() is not None:
                raise OutputExists(f"{self._folder} holds a run already: add --resume, or name another folder.")
            snapshot = self._begun()
            if resume:
                snapshot = snapshots.restored(snapshot)
            else:
                # From here on the folder holds a run, of this configuration and no other.
                snapshots.save(0, snapshot)
            outcome = self._trained(snapshot, snapshots, told)
        self._curriculum.close()
        if self._is_chief:
            draw_curves(self._folder)
        return outcome

    def _begun(self) -> Snapshot:
        meta = new_meta(self._plan, self._config.seed)
        if self._config.start:
            meta = _taken_over(meta, self._config.start)
        learner = Learner(jnp.int32(0), meta, self._phases[0].optimiser.init(meta))
        return everywhere(self._mesh, Snapshot(learner, no_standing()))

    def _trained(self, snapshot: Snapshot, snapshots: Snapshots, told: Told) -> Outcome:
        done = int(snapshot.learner.step)
        journal = Journal(self._folder, done) if self._is_chief else None
        judged = divided(self._mesh, self._validation_batch().tasks)
        patience = self._config.validation.patience
        with Batches(self._batch, self._total) as batches:
            while done < self._total and int(snapshot.standing.misses) < patience:
                start = time.perf_counter()
                learner, row = self._stepped(snapshot.learner, done, batches[done], snapshots)
                done += 1
                snapshot = snapshot._replace(learner=learner)
                if self._is_time_to_judge(done):
                    snapshot, figures = self._validated(snapshot, judged)
                    row |= {f"valid_{name}": value for name, value in figures.items()}
                if journal:
                    journal.add({**row, "seconds": time.perf_counter() - start})
                ends = done == self._total or int(snapshot.standing.misses) >= patience
                if ends or done % self._config.checkpoint_every == 0:
                    snapshots.save(done, snapshot)
                told(done, self._total, float(row["loss"]))
        return Outcome(done, float(snapshot.standing.best), done < self._total)

    def _stepped(self, learner: Learner, number: int, batch: Batch, snapshots: Snapshots) -> tuple[Learner, Row]:
        phase, own = phase_at(self._phases, number)
        if own == 0:
            learner = learner._replace(optimiser=everywhere(self._mesh, phase.optimiser.init(learner.meta)))
        learner, told = phase.step(learner, divided(self._mesh, batch.tasks))
        figures: Row = {name: float(value) for name, value in told.figures.items()}
        if not bool(told.finite):
            raise self._diverged(number + 1, batch, snapshots)
        norm = float(told.gradient_norm)
        return learner, {**figures, "gradient_norm": norm, "step": number + 1, "phase": phase.name}

    def _is_time_to_judge(self, done: int) -> bool:
        phase, own = phase_at(self._phases, done - 1)
        last = done == self._total
        return phase is self._phases[-1] and (last or (own + 1) % self._config.validation.every == 0)

    def _validated(self, snapshot: Snapshot, judged: Any) -> tuple[Snapshot, dict[str, float]]:
        figures = self._judge(snapshot.learner.meta, judged)
        standing = after_validation(snapshot.standing, figures["loss"])
        if int(standing.misses) == 0 and self._is_chief:
            self._save_model(snapshot.learner, figures["loss"])
        return snapshot._replace(standing=everywhere(self._mesh, standing)), figures

    def _save_model(self, learner: Learner, loss: float) -> None:
        about = {"tasks": self._config.tasks, "steps": str(int(learner.step)), "validation loss": f"{loss:.6g}"}
        made = Made(self._config.predictor, self._config.inner, about)
        save_model(self._folder / MODEL_FILE, jax.tree.map(np.asarray, learner.meta), made, overwrite=True)

    def _batch(self, number: int) -> Batch:
        phase, own = phase_at(self._phases, number)
        is_last = phase is self._phases[-1]
        return self._curriculum.whole_episodes(own) if is_last else self._curriculum.lessons(own)

    def _validation_batch(self) -> Batch:
        return batch_of(self._music.validation, own_share(self._config.validation.episodes), self._config)

    def _diverged(self, step: int, batch: Batch, snapshots: Snapshots) -> TrainingDiverged:
        genres = ", ".join(sorted({about.genre for about in batch.abouts}))
        where = f" ({genres})" if genres else ""
        last = snapshots.latest()
        kept = f"the snapshot of step {last} is good" if last else "there is no snapshot yet"
        return TrainingDiverged(
            f"Training stopped at step {step}{where}, where the gradient is no finite number; {kept}: "
            "lower optimiser.learning_rate or optimiser.clip and begin anew from the best model."
        )


def _taken_over(meta: Meta, path: str) -> Meta:
    """The parts of a model that fit in place of new ones: its predictor must, its rule and scope may."""
    given = load_model(Path(path)).meta
    if not _fits(given.predictor, meta.predictor):
        raise BadConfig(f"start: the predictor of {path} has another size: set predictor.context and width as there.")
    same = {part: getattr(given, part) for part in Meta._fields if _fits(getattr(given, part), getattr(meta, part))}
    return meta._replace(**same)


def _fits(given: Any, own: Any) -> bool:
    return bool(jax.tree.map(np.shape, given) == jax.tree.map(np.shape, own))
