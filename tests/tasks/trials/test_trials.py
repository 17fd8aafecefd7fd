"""Trials: the same for the same key, their sound what learning's frames were read from."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.chain.parameters import PARAMETERS
from metamaster.chain.settings import DEFAULTS
from metamaster.learn.evaluation.config import TrialCounts
from metamaster.learn.evaluation.known import KNOWN
from metamaster.learn.evaluation.trial import Bench, Trial
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import frames_of
from tasks.episodes.config import EngineersConfig, SourceConfig, TasksConfig
from tasks.trials.open import bench

COUNTS = TrialCounts(seen=1, held_out=1, cross_song=0, out_of_chain=0, restore=1, transfer=1)


@pytest.fixture(scope="module")
def masters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two short masters of different genres."""
    folder = tmp_path_factory.mktemp("masters")
    rng = np.random.default_rng(3)
    for genre in ("rock", "house"):
        noise = 0.1 * np.cumsum(rng.standard_normal((12 * STYLE_RATE, 2)), axis=0)
        noise -= np.linspace(noise[0], noise[-1], len(noise))
        soundfile.write(folder / f"{genre}__song.wav", 0.5 * noise / np.abs(noise).max(), STYLE_RATE)
    return folder


@pytest.fixture(scope="module")
def made(masters: Path) -> Bench:
    source = SourceConfig("songs", songs_per_genre=2, first_seed=900)
    engineers = EngineersConfig(chain=1.0, other_software=0.0, as_released=0.0)
    tasks = TasksConfig((source,), genres=("piano",), held_out=("ambient",), engineers=engineers, workers=0)
    return bench(tasks, (5,), COUNTS, masters)


@pytest.fixture(scope="module")
def trials(made: Bench) -> dict[str, Trial]:
    return {one.key.split: one.make() for one in made.trials}


def test_every_split_that_is_asked_for_is_there(made: Bench):
    assert [one.key.name for one in made.trials] == ["seen 5.0", "held-out 5.0", "restore 5.0", "transfer 5.0"]


def test_genres_are_those_of_the_split(trials: dict[str, Trial]):
    assert (trials["seen"].about.genre, trials["held-out"].about.genre) == ("piano", "ambient")


def test_the_sound_is_what_learning_reads(trials: dict[str, Trial]):
    for trial in (trials["seen"], trials["restore"]):
        for sound, frames in ((trial.truth, trial.episode.truth), (trial.reference, trial.episode.reference)):
            heard = 10.0 * np.log10(frames_of(sound).power.mean(axis=1) + 1e-9)
            learned = 10.0 * np.log10(np.asarray(frames.power).reshape(heard.shape[0], -1, 29).mean(axis=1) + 1e-9)
            assert heard == pytest.approx(learned, abs=0.2)


def test_restored_music_is_as_it_was_released_and_transferred_music_is_not(trials: dict[str, Trial]):
    assert trials["restore"].about.engineer == "as-released"
    assert trials["restore"].about.songs[0] == trials["restore"].about.songs[-1]
    assert trials["transfer"].about.engineer == "other-software"
    assert trials["transfer"].about.songs[0] != trials["transfer"].about.songs[-1]


def test_what_only_the_maker_knows_is_nearly_what_was_done(trials: dict[str, Trial]):
    trial = trials["seen"]
    true = np.asarray(trial.episode.values[0])
    for settings in trial.known.values():
        gains = [at for at, entry in enumerate(PARAMETERS) if entry.name.startswith("eq.") and "gain" in entry.name]
        assert np.abs(np.asarray(settings.values)[gains] - true[gains]).mean() < np.abs(true[gains]).mean()
    assert set(trial.known) == set(KNOWN)


def test_of_other_software_no_chain_is_known(trials: dict[str, Trial]):
    assert not trials["transfer"].known and not trials["restore"].known


def test_a_trial_is_the_same_when_it_is_made_again(made: Bench, trials: dict[str, Trial]):
    again = made.trials[1].make()
    assert np.array_equal(again.truth, trials["held-out"].truth) and np.array_equal(again.mix, trials["held-out"].mix)


def test_mean_chains_are_of_seen_genres_and_of_all_of_them(made: Bench):
    assert set(made.usual) == {"piano", ""}
    assert made.usual["piano"] == made.usual[""] != DEFAULTS


def test_engineers_differ_in_what_they_set_and_in_nothing_that_delivery_sets(made: Bench):
    assert made.deviation is not None
    differ = dict(zip((entry.name for entry in PARAMETERS), made.deviation, strict=True))
    assert 0.02 < differ["eq.mid.bell_1.gain_db"] < 0.2
    assert differ["limiter.drive_db"] == pytest.approx(0.0, abs=1e-9)
