"""The format of models: what was written is read again, and anything else is refused in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import jax
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from metamaster.errors import DamagedModel, InputMissing, OutputExists
from metamaster.learn.adaptation import Meta
from metamaster.learn.checkpoint import load_model, save_model
from metamaster.learn.model_config import InnerConfig, Made, PredictorConfig
from metamaster.learn.model_file import LARGEST_BYTES
from metamaster.learn.setup import new_meta, plan_of

MADE = Made(PredictorConfig(8, 16), InnerConfig(), {"seed": "3"})


@pytest.fixture(scope="module")
def meta() -> Meta:
    return new_meta(plan_of(MADE.predictor, MADE.inner), 3)


@pytest.fixture
def path(tmp_path: Path, meta: Meta) -> Path:
    save_model(tmp_path / "model.safetensors", meta, MADE)
    return tmp_path / "model.safetensors"


def rewritten(path: Path, change: Callable[[dict, dict], None]) -> None:
    """The same file with arrays or header changed."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    arrays, header = load_file(path), json.loads(raw[8 : 8 + size])["__metadata__"]
    change(arrays, header)
    save_file(arrays, path, header)


def refusal(path: Path) -> str:
    with pytest.raises(DamagedModel) as caught:
        load_model(path)
    message = str(caught.value)
    assert message.startswith(str(path)) and "\n" not in message and message.endswith(".")
    return message


def test_what_was_saved_is_loaded(path: Path, meta: Meta):
    model = load_model(path)
    assert model.made == MADE
    assert jax.tree.structure(model.meta) == jax.tree.structure(meta)
    for given, own in zip(jax.tree.leaves(model.meta), jax.tree.leaves(meta), strict=True):
        assert given.shape == own.shape and np.array_equal(given, own)


def test_the_largest_predictor_fits(tmp_path: Path):
    made = Made(PredictorConfig(256, 512), InnerConfig())
    save_model(tmp_path / "large.safetensors", new_meta(plan_of(made.predictor, made.inner), 0), made)
    assert (tmp_path / "large.safetensors").stat().st_size < LARGEST_BYTES


def test_a_model_is_not_overwritten_unasked(path: Path, meta: Meta):
    with pytest.raises(OutputExists):
        save_model(path, meta, MADE)


def test_no_file(tmp_path: Path):
    with pytest.raises(InputMissing):
        load_model(tmp_path / "none.safetensors")


def test_no_safetensors_at_all(path: Path):
    path.write_bytes(b"RIFF" + bytes(100))
    assert "no model" in refusal(path)


def test_cut_short(path: Path):
    path.write_bytes(path.read_bytes()[:-100])
    assert "damaged" in refusal(path)


def test_a_bit_flipped(path: Path):
    raw = bytearray(path.read_bytes())
    raw[-5] ^= 1
    path.write_bytes(raw)
    assert "checksum" in refusal(path)


def test_somebody_elses_arrays(path: Path):
    save_file({"weight": np.zeros(3, np.float32)}, path)
    assert "no model of metamaster" in refusal(path)


def test_a_later_version(path: Path):
    rewritten(path, lambda arrays, header: header.update(version="3"))
    assert "update metamaster" in refusal(path)


def test_too_large(path: Path):
    with path.open("ab") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert "larger than any model" in refusal(path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda meta: meta._replace(rule=()), "is missing"),
        (lambda meta: meta._replace(scope={"more": np.zeros(1, np.float32)}), "is unknown"),
        (lambda meta: jax.tree.map(lambda leaf: np.asarray(leaf)[..., None], meta), "wrong shape"),
        (lambda meta: jax.tree.map(lambda leaf: np.full_like(leaf, np.nan), meta), "is not finite"),
    ],
)
def test_arrays_that_do_not_fit(path: Path, meta: Meta, change: Callable[[Meta], Meta], told: str):
    save_model(path, change(meta), MADE, overwrite=True)
    assert told in refusal(path)
