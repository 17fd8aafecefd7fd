"""The model that ships, and the ways to read a style by name."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from metamaster.audio.files import open_source
from metamaster.learn.style_model.difference import STYLES
from metamaster.learn.style_model.file import load_style_model, shipped_style_model
from metamaster.learn.style_model.infer import Judge
from metamaster.learn.style_model.model import Piece, aspect_slices, piece_of
from metamaster.listen import listen
from metamaster.style.aspects import ASPECTS
from tests.conftest import REPOSITORY, Clip

SHIPPED = Path(str(files("metamaster.learn").joinpath("models/style.safetensors")))


@pytest.fixture(scope="module")
def song(mix: Clip) -> Piece:
    return piece_of(listen(open_source(mix.path)).frames)


@pytest.fixture(scope="module")
def other(record: Clip) -> Piece:
    return piece_of(listen(open_source(record.path)).frames)


def brighter(piece: Piece, tilt_db: float) -> Piece:
    """The same piece with its tone tilted, in dB from the lowest band to the highest."""
    features, tilt = piece.features.copy(), np.linspace(-0.5, 0.5, 29) * tilt_db
    features[aspect_slices()["tone"]] += tilt
    return piece._replace(features=features, moments=piece.moments + np.tile(tilt, 2).astype(np.float32))


def test_it_is_small():
    assert SHIPPED.stat().st_size < 1_000_000


def test_its_card_names_all_that_it_learned_from():
    card = (REPOSITORY / "docs" / "model-card.md").read_text(encoding="utf-8")
    assert [name for name in load_style_model(SHIPPED).sources if name not in card] == []


def test_it_learned_from_no_music_that_is_for_judging(shared_dir: Path):
    masters = {path.name for path in (shared_dir / "audio" / "masters").iterdir()}
    assert masters & set(load_style_model(SHIPPED).sources) == set()


@pytest.mark.parametrize("style", STYLES)
def test_a_tilt_of_the_same_song_is_found(style: str, song: Piece):
    found = STYLES[style](song, brighter(song, 6.0)).change["tone"]
    wanted = np.linspace(-3.0, 3.0, 29)
    assert np.abs(found - wanted)[song.heard[:29]].mean() < 0.5 * np.abs(wanted).mean()


@pytest.mark.parametrize("style", ["learned", "stated"])
def test_another_song_is_not_copied(style: str, song: Piece, other: Piece):
    naive = STYLES["naive"](song, other).change["tone"]
    assert np.abs(STYLES[style](song, other).change["tone"]).mean() < 0.5 * np.abs(naive).mean()


@pytest.mark.parametrize("style", STYLES)
def test_every_way_gives_every_aspect(style: str, song: Piece, other: Piece):
    change = STYLES[style](song, other).change
    assert {aspect: change[aspect].size for aspect in ASPECTS} == {"tone": 29, "width": 10, "dynamics": 27, "plr": 1}
    assert all(np.isfinite(entries).all() for entries in change.values())


def test_bands_that_the_mix_does_not_hold_are_left_alone(song: Piece, other: Piece):
    heard = song.heard.copy()
    heard[26:29] = False
    change = Judge(shipped_style_model()).difference(song._replace(heard=heard), other).change["tone"]
    assert np.array_equal(change[26:], np.zeros(3))
