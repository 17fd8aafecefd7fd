"""From a configuration of tasks, and a folder of masters, to the bench of an evaluation."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from metamaster.learn.episode import Split
from metamaster.learn.evaluation.config import TrialCounts
from metamaster.learn.evaluation.trial import Bench, Booked
from tasks.episodes.config import EngineersConfig, TasksConfig
from tasks.episodes.library import Library
from tasks.episodes.open import library, task_cache
from tasks.folder import folder_shelf
from tasks.tracks.passages import Passages
from tasks.trials.maker import booked
from tasks.trials.usual import usual_settings

_SPLITS: tuple[tuple[str, Split], ...] = (
    ("seen", "seen"),
    ("held_out", "held-out"),
    ("cross_song", "cross-song"),
    ("out_of_chain", "out-of-chain"),
)
_REAL = "real music"


def bench(tasks: TasksConfig, seeds: Sequence[int], counts: TrialCounts, masters: Path | None) -> Bench:
    """All trials, nothing of them made yet, and the mean chains of the seen genres; raises NoMusic.

    Without a folder of masters there are none of real music.
    """
    music = library(tasks)
    found: list[Booked] = []
    for key, split in _SPLITS:
        found += booked(split, split, music, tasks, seeds, getattr(counts, key))
    if masters is not None:
        found += _real(tasks, seeds, counts, masters)
    # One of every split first, so that a table that is not whole yet tells something of each.
    in_turn = sorted(found, key=lambda one: (one.key.number, one.key.seed))
    usual = usual_settings(music.seen, Passages(task_cache()))
    return Bench(tuple(in_turn), usual.chains, usual.deviation, _digests(tasks, masters))


def _digests(tasks: TasksConfig, masters: Path | None) -> dict[str, str]:
    """Of what decides which trials there are: not of how many are made at a time."""
    decisive = msgspec.structs.replace(tasks, workers=0, worker_kind="threads", episodes=1)
    digests = {"tasks": _digest(msgspec.json.encode(decisive, order="deterministic"))}
    if masters is not None:
        files = [(str(path.relative_to(masters)), path.stat().st_size) for path in masters.rglob("*") if path.is_file()]
        digests["masters"] = _digest(repr(sorted(files)).encode())
    return digests


def _digest(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:8]


def _real(tasks: TasksConfig, seeds: Sequence[int], counts: TrialCounts, masters: Path) -> list[Booked]:
    """Music of all genres as one, since a folder of masters rarely holds two songs of each."""
    tracks = tuple(replace(track, genre=_REAL) for track in folder_shelf(masters).tracks)
    music = Library({_REAL: tracks}, {}, ())
    released = EngineersConfig(chain=0.0, other_software=0.0, as_released=1.0)
    restore = msgspec.structs.replace(tasks, same_song=1.0, engineers=released, support=1, queries=1)
    transfer = msgspec.structs.replace(restore, same_song=0.0)
    return [
        *booked("restore", "seen", music, restore, seeds, counts.restore),
        *booked("transfer", "out-of-chain", music, transfer, seeds, counts.transfer),
    ]
