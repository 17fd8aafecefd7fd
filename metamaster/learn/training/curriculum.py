"""What each step of a run looks at: lessons in pretraining, then whole episodes."""

from pathlib import Path

import jax

from metamaster.learn.episode import Episodes
from metamaster.learn.lesson import Lesson, lesson_of
from metamaster.learn.material import stacked
from metamaster.learn.training.batches import Batch, batch_of, material_of
from metamaster.learn.training.config import TrainConfig
from metamaster.learn.training.devices import own_share
from metamaster.learn.training.lesson_book import LessonBook, order_of


class Curriculum:
    """The tasks of every step that are this process's own share; the same number gives the same tasks."""

    def __init__(self, config: TrainConfig, episodes: Episodes, folder: Path) -> None:
        self._config = config
        self._episodes = episodes
        file = folder / f"lessons-{jax.process_index()}.npy"
        self._book = LessonBook(file, config.pretraining.episodes, self._lesson)

    def lessons(self, step: int) -> Batch:
        """Those of a step of pretraining, from 0."""
        pre = self._config.pretraining
        if pre.episodes == 0:
            batch = batch_of(self._episodes, [step * pre.batch + k for k in own_share(pre.batch)], self._config)
            return Batch(lesson_of(batch.tasks), batch.abouts)
        order = order_of(step, pre.batch, pre.episodes, self._config.seed)
        lessons = [self._book[order[k]] for k in own_share(pre.batch)]
        return Batch(stacked(lessons), ())

    def whole_episodes(self, step: int) -> Batch:
        """Those of a step of training, from 0."""
        batch = self._config.optimiser.batch
        return batch_of(self._episodes, [step * batch + k for k in own_share(batch)], self._config)

    def close(self) -> None:
        """Lets the book of lessons go, which nobody needs after the run."""
        self._book.discard()

    def _lesson(self, number: int) -> Lesson:
        material, _ = material_of(self._episodes, number, self._config)
        return lesson_of(material)
