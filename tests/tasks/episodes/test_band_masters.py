"""Episodes mastered on band powers: like those that are rendered, but for the sound."""

from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import pytest

from metamaster.learn.episode import About, Episode
from metamaster.learn.material import Preparation, prepared
from metamaster.style.aspects import features
from metamaster.style.descriptor import describe
from metamaster.style.frames import Frames
from tasks.engineers.chain_style import draw_chain_style
from tasks.episodes.band_masters import BandDesk, Variety
from tasks.episodes.config import EngineersConfig, SourceConfig, TasksConfig
from tasks.episodes.open import episodes
from tasks.episodes.source import GrainEpisodes
from tests.tasks.music import tune, written

ONLY = {
    "chain": EngineersConfig(chain=1.0, other_software=0.0, as_released=0.0),
    "other-software": EngineersConfig(chain=0.0, other_software=1.0, as_released=0.0),
    "as-released": EngineersConfig(chain=0.0, other_software=0.0, as_released=1.0),
}


@pytest.fixture(scope="module")
def mixes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixes")
    for number in range(3):
        written(folder / f"rock/{number}.wav", tune(8, seed=number))
    return folder


def music_of(mixes: Path, kind: str, engineer: str, desk: str = "bands") -> GrainEpisodes:
    source = SourceConfig(kind, str(mixes), genre="tunes")
    config = TasksConfig((source,), engineers=ONLY[engineer], desk=desk, workers=0, episodes=30)
    return episodes(config, "seen")


def made(mixes: Path, kind: str, engineer: str, desk: str = "bands") -> tuple[Episode, About]:
    return music_of(mixes, kind, engineer, desk)[4]


def style_of(frames: Frames) -> tuple[np.ndarray, float]:
    style = describe(jax.tree.map(lambda leaf: leaf[0], frames))
    return np.asarray(features(style)["tone"]), float(style.loudness_lufs)


@pytest.mark.parametrize("engineer", ONLY)
def test_episodes_have_frames_but_no_sound_and_are_the_same_each_time(mixes: Path, engineer: str) -> None:
    episode, about = made(mixes, "folder", engineer)
    again, _ = made(mixes, "folder", engineer)
    assert about.genre == "tunes" and about.engineer == engineer
    assert episode.query.audio.shape == episode.support.audio.shape == (1, 2, 0)
    assert all(
        np.array_equal(*pair, equal_nan=True) for pair in zip(*map(jax.tree.leaves, (episode, again)), strict=True)
    )
    assert all(
        np.isfinite(leaf).all()
        for leaf in jax.tree.leaves(prepared(episode, Preparation("frames", "nothing")).query.change)
    )


def test_the_chain_is_told_and_brings_songs_to_the_loudness_of_the_style(mixes: Path) -> None:
    music = music_of(mixes, "mixes", "chain")
    # Louder ones can be out of the limiter's reach.
    plans = (music._maker.plan(number) for number in range(30))
    styles = ((plan, draw_chain_style(plan.taste, plan.engineer_seed)) for plan in plans)
    plan, style = next(pair for pair in styles if pair[1].loudness_lufs < -13.0)
    finished = BandDesk(plan, music._maker._passages).master(plan.queries[0])
    assert np.isfinite(finished.values).all()
    wanted_lufs = style.loudness_lufs
    assert float(describe(finished.frames).loudness_lufs) == pytest.approx(wanted_lufs, abs=0.1)


def test_a_remixed_song_has_another_tone_in_every_episode_and_the_same_loudness(mixes: Path) -> None:
    music = music_of(mixes, "mixes", "chain")
    plan, passages = music._maker.plan(0), music._maker._passages
    section = plan.queries[0]
    desks = (
        BandDesk(plan, passages),
        *(BandDesk(replace(plan, seed=seed), passages, Variety(remixed=1.0)) for seed in (0, 1, 1)),
    )
    found, first, second, again = (describe(desk.mix(section).frames) for desk in desks)
    tones = [np.asarray(features(style)["tone"]) for style in (found, first, second, again)]
    assert np.abs(tones[0] - tones[1]).mean() > 0.3 < np.abs(tones[1] - tones[2]).mean()
    np.testing.assert_array_equal(tones[2], tones[3])
    assert float(first.loudness_lufs) == pytest.approx(float(found.loudness_lufs), abs=0.05)


def test_a_style_may_be_put_on_records_as_they_were_released_only_lower(mixes: Path) -> None:
    music = music_of(mixes, "folder", "other-software")
    plan, passages = music._maker.plan(0), music._maker._passages
    section = plan.queries[0]
    released = BandDesk(replace(plan, engineer="as-released"), passages).master(section)
    given = BandDesk(plan, passages, Variety(undone=0.0)).mix(section)
    styles = [describe(frames) for frames in (released.frames, given.frames)]
    for aspect in ("tone", "width", "dynamics"):
        np.testing.assert_allclose(*(features(style)[aspect] for style in styles), atol=0.05)
    assert -24.1 < float(styles[1].loudness_lufs) < -17.9


def test_what_the_chain_does_on_bands_is_close_to_what_it_does_to_sound(mixes: Path) -> None:
    found = [made(mixes, "mixes", "chain", desk)[0] for desk in ("bands", "audio")]
    tones = [style_of(episode.truth)[0] - style_of(episode.query.frames)[0] for episode in found]
    assert np.abs(tones[0] - tones[1]).mean() < 0.3 < np.abs(tones[1]).mean()
