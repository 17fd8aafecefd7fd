"""The style model's file: what is written is read, and nothing else is."""

from pathlib import Path

import jax
import numpy as np
import pytest
from safetensors.numpy import save_file

from metamaster.errors import DamagedModel, InputMissing, OutputExists
from metamaster.learn.style_model.file import StyleModelFile, load_style_model, save_style_model
from tests.learn.style_model.music import fitted

FILE = StyleModelFile(
    fitted(), "made here", ("one.ogg", "two.ogg"), tuple(f"song {k // 2}" for k in range(len(fitted().content.prints)))
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_style_model(tmp_path / "style.safetensors", FILE)
    return tmp_path / "style.safetensors"


def test_a_model_comes_back(path: Path):
    read = load_style_model(path)
    assert (read.about, read.sources, read.stretches) == FILE[1:]
    for one, other in zip(jax.tree.leaves(read.model), jax.tree.leaves(fitted()), strict=True):
        assert np.allclose(one, other, rtol=1e-5, atol=1e-5)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(InputMissing, match=r"gone\.safetensors does not exist"):
        load_style_model(tmp_path / "gone.safetensors")


def test_a_changed_byte_is_found(path: Path):
    content = bytearray(path.read_bytes())
    content[-5] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedModel, match="damaged style model"):
        load_style_model(path)


@pytest.mark.parametrize("length", [0, 7, 1000])
def test_a_truncated_file_is_refused(path: Path, length: int):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DamagedModel):
        load_style_model(path)


def test_a_foreign_file_is_refused(tmp_path: Path):
    save_file({"weights": np.zeros(3, np.float32)}, tmp_path / "foreign.safetensors")
    with pytest.raises(DamagedModel, match="no style model"):
        load_style_model(tmp_path / "foreign.safetensors")


def test_a_model_is_not_overwritten_unasked(path: Path):
    with pytest.raises(OutputExists):
        save_style_model(path, FILE)


def test_every_stretch_must_say_which_song_it_is_of(tmp_path: Path):
    save_style_model(tmp_path / "few.safetensors", FILE._replace(stretches=("one",)))
    with pytest.raises(DamagedModel, match="which song"):
        load_style_model(tmp_path / "few.safetensors")
