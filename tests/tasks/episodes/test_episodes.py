"""Episodes over folders of music: their shapes, their splits, and that they can be had again."""

from pathlib import Path

import jax
import numpy as np
import pytest

from metamaster.errors import NoMusic
from metamaster.learn.episode import SONG_FRAMES, About, Episode, Split
from metamaster.learn.excerpt import EXCERPT_FRAMES
from metamaster.style.frames import samples_for
from tasks.episodes.config import EngineersConfig, SourceConfig, TasksConfig
from tasks.episodes.open import episodes, library
from tests.tasks.music import tune, written

AS_RELEASED = EngineersConfig(chain=0.0, other_software=0.0, as_released=1.0)
"""The engineer that takes least time."""


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Masters of three songs in one genre, two in another, and one in a third; one of them is silent."""
    folder = tmp_path_factory.mktemp("masters")
    for number, name in enumerate(["rock/a", "rock/b", "rock/c", "jazz/d", "jazz/e", "dub/f"]):
        written(folder / f"{name}.wav", np.float32(2.0) * tune(8, seed=number))
    written(folder / "rock/silent.wav", 0.0 * tune(8, seed=9))
    return folder


def config(music: Path, **changes: object) -> TasksConfig:
    plain = {"sources": (SourceConfig("folder", str(music)),), "held_out": ("jazz",), "workers": 0, "episodes": 30}
    plain["engineers"] = AS_RELEASED
    return TasksConfig(**{**plain, **changes})


def same(first: tuple[Episode, About], second: tuple[Episode, About]) -> bool:
    leaves = zip(jax.tree.leaves(first[0]), jax.tree.leaves(second[0]), strict=True)
    return first[1] == second[1] and all(np.array_equal(one, other, equal_nan=True) for one, other in leaves)


def test_an_episode_has_the_shapes_that_learning_expects(music: Path) -> None:
    episode, about = episodes(config(music, support=2, queries=3), "cross-song")[0]
    shapes = jax.tree.map(np.shape, episode)
    assert episode.reference.power.shape == (2, SONG_FRAMES, 29)
    assert shapes.support.audio == (2, 2, samples_for(EXCERPT_FRAMES))
    assert shapes.query.frames.power == shapes.truth.power == (3, 2, SONG_FRAMES, 29)
    assert shapes.values == (3, 52) and len(about.songs) == 6
    assert {leaf.dtype for leaf in jax.tree.leaves(episode)} == {np.dtype(np.float32)}


def test_the_same_index_gives_the_same_episode_rendered_or_kept(music: Path) -> None:
    assert same(episodes(config(music), "seen")[5], episodes(config(music), "seen")[5])


def test_another_index_gives_another_episode(music: Path) -> None:
    made = episodes(config(music), "seen")
    assert len({made._maker.plan(number) for number in range(30)}) == 30


@pytest.mark.parametrize("workers", [0, 2])
def test_episodes_come_in_the_same_order_whatever_the_number_of_workers(music: Path, workers: int) -> None:
    made = episodes(config(music, workers=workers), "held-out")
    stream = iter(made)
    assert all(same(next(stream), made[index]) for index in range(3))


def test_episodes_made_in_another_process_are_the_same(music: Path) -> None:
    made = episodes(config(music, workers=1, worker_kind="processes"), "held-out")
    stream = iter(made)
    assert all(same(next(stream), made[index]) for index in range(2))


def test_an_episode_does_not_depend_on_the_cache(music: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = episodes(config(music), "held-out")[0]
    monkeypatch.setenv("METAMASTER_CACHE", str(tmp_path))
    assert same(episodes(config(music), "held-out")[0], kept)


@pytest.mark.parametrize(
    ("split", "genres"), [("seen", {"rock", "dub"}), ("held-out", {"jazz"}), ("cross-song", {"rock"})]
)
def test_splits_draw_from_their_genres(music: Path, split: Split, genres: set[str]) -> None:
    made = episodes(config(music), split)
    assert {made._maker.plan(number).genre for number in range(30)} == genres


def test_the_chain_tells_its_values(music: Path) -> None:
    chain = EngineersConfig(chain=1.0, other_software=0.0, as_released=0.0)
    episode, about = episodes(config(music, engineers=chain), "held-out")[0]
    assert about.engineer == "chain" and np.isfinite(episode.values).all()


def test_out_of_chain_episodes_are_mastered_by_other_software(music: Path) -> None:
    episode, about = episodes(config(music), "out-of-chain")[1]
    assert about.engineer == "other-software" and np.isnan(episode.values).all()


def test_engineers_come_as_often_as_their_shares_say(music: Path) -> None:
    shares = EngineersConfig(chain=0.5, other_software=0.5, as_released=0.0)
    made = episodes(config(music, engineers=shares), "seen")
    drawn = [made._maker.plan(number).engineer for number in range(200)]
    assert "as-released" not in drawn and 70 < drawn.count("chain") < 130


def test_a_same_song_reference_is_another_section_of_the_song(music: Path) -> None:
    made = episodes(config(music, same_song=1.0), "seen")
    plans = [made._maker.plan(number) for number in range(20)]
    assert all(len(set(plan.songs)) == 1 and plan.reference.section != plan.queries[0].section for plan in plans)


def test_cross_song_episodes_never_judge_on_the_reference(music: Path) -> None:
    made = episodes(config(music, support=2, queries=2), "cross-song")
    plans = [made._maker.plan(number) for number in range(20)]
    assert all(plan.reference.track not in {one.track for one in (*plan.support, *plan.queries)} for plan in plans)


def test_as_released_songs_are_their_own_truth(music: Path) -> None:
    episode, about = episodes(config(music), "held-out")[0]
    assert about.engineer == "as-released" and np.isnan(episode.values).all()
    assert float(np.max(episode.truth.peak)) > 1.2 * float(np.max(episode.query.frames.peak))


def test_the_excerpt_is_part_of_the_stretch(music: Path) -> None:
    episode, _ = episodes(config(music), "held-out")[2]
    assert np.abs(episode.query.audio[0]).max() <= 1.01 * np.max(episode.query.frames.peak[0])


def test_unusable_tracks_are_passed_over_and_named(music: Path) -> None:
    made = episodes(config(music, same_song=1.0), "seen")
    number = next(number for number in range(100) if "rock/silent" in made._maker.plan(number).songs)
    _, about = made._maker(number)
    assert "rock/silent" not in about.songs
    assert [one.name for one in made.unusable] == ["rock/silent"]


def test_across_songs_a_genre_of_which_one_track_is_left_is_drawn_from_no_more(music: Path) -> None:
    made = episodes(config(music, held_out=()), "cross-song")
    plans = [made._maker.plan(number, frozenset({"jazz/d"})) for number in range(30)]
    assert {plan.genre for plan in plans} == {"rock"}
    assert all(plan.reference.track not in {one.track for one in plan.queries} for plan in plans)


def test_genres_of_one_track_are_told(music: Path) -> None:
    assert [one.name for one in library(config(music)).skipped] == ["dub"]


def test_a_genre_that_is_not_there_is_refused(music: Path) -> None:
    with pytest.raises(NoMusic, match="no music of the genre 'polka': choose from dub, jazz, rock"):
        library(config(music, held_out=("polka",)))


def test_a_split_without_genres_is_refused(music: Path) -> None:
    with pytest.raises(NoMusic, match="No genre is left for the split held-out"):
        episodes(config(music, held_out=()), "held-out")


@pytest.mark.parametrize(("strangers", "own"), [(0.0, 0), (1.0, 30)])
def test_strangers_have_a_taste_of_their_own(music: Path, strangers: float, own: int) -> None:
    made = episodes(config(music, engineers=EngineersConfig(strangers=strangers)), "seen")
    plans = [made._maker.plan(number) for number in range(30)]
    assert sum(plan.taste != plan.genre for plan in plans) == own


def test_a_genre_may_have_engineers_of_its_own_kind(music: Path) -> None:
    of_dub = {"dub": EngineersConfig(chain=0.0, other_software=1.0, as_released=0.0)}
    others = EngineersConfig(chain=1.0, other_software=0.0, as_released=0.0)
    made = episodes(config(music, held_out=(), engineers=others, engineers_of=of_dub), "seen")
    plans = [made._maker.plan(number) for number in range(60)]
    assert {(plan.genre == "dub", plan.engineer) for plan in plans} == {(True, "other-software"), (False, "chain")}


def test_engineers_of_a_genre_that_is_not_there_are_refused(music: Path) -> None:
    with pytest.raises(NoMusic, match="'polka'"):
        library(config(music, engineers_of={"polka": EngineersConfig()}))


def test_a_genre_that_nobody_can_master_is_refused_at_once(music: Path) -> None:
    source = SourceConfig("mixes", str(music))
    nobody = EngineersConfig(chain=0.0, other_software=0.0, as_released=1.0)
    with pytest.raises(NoMusic, match="Nobody is left to master the genre 'dub'"):
        episodes(config(music, sources=(source,), held_out=(), engineers=nobody), "seen")


def test_where_a_source_was_taken_for_one_genre_all_have_their_own_taste(music: Path) -> None:
    source = SourceConfig("folder", str(music), genre="records")
    made = episodes(config(music, sources=(source,), held_out=()), "seen")
    assert len({made._maker.plan(number).taste for number in range(30)}) == 30


def test_a_genre_of_greater_weight_is_drawn_more_often(music: Path) -> None:
    made = episodes(config(music, held_out=(), weights={"dub": 50.0}), "seen")
    drawn = [made._maker.plan(number).genre for number in range(200)]
    assert drawn.count("dub") > 150


def test_a_weight_of_a_genre_that_is_not_there_is_refused(music: Path) -> None:
    with pytest.raises(NoMusic, match="'polka'"):
        library(config(music, weights={"polka": 2.0}))


def test_a_source_can_be_taken_in_part_and_the_rest_by_another(music: Path) -> None:
    def names(share: str) -> set[str]:
        source = SourceConfig("folder", str(music), share=share)
        return {track.name for tracks in library(TasksConfig((source,))).seen.values() for track in tracks}

    most, rest = names("two of three"), names("third of three")
    assert len(most) == 5 and len(rest) == 2 and not most & rest and most | rest == names("all")
