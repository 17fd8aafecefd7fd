"""Programs that are kept from run to run."""

from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from metamaster.compilation import Kept, register


class Pair(NamedTuple):
    first: jax.Array
    second: jax.Array


register(Pair)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("METAMASTER_CACHE", str(tmp_path))
    return tmp_path


def swapped(pair: Pair) -> Pair:
    return Pair(pair.second * 2.0, pair.first + 1.0)


PAIR = Pair(jnp.arange(3, dtype=jnp.float32), jnp.ones(2, jnp.float32))


def programs(cache: Path) -> list[Path]:
    return sorted((cache / "programs").iterdir())


def assert_swapped(found: Pair) -> None:
    np.testing.assert_array_equal(found.first, [2.0, 2.0])
    np.testing.assert_array_equal(found.second, [1.0, 2.0, 3.0])


def test_a_kept_program_gives_the_function_s_value(cache: Path) -> None:
    assert_swapped(Kept(swapped, "swap")(PAIR))


def test_another_run_does_not_trace_again(cache: Path) -> None:
    traced = []

    def counted(pair: Pair) -> Pair:
        traced.append(1)
        return swapped(pair)

    Kept(counted, "swap")(PAIR)
    assert_swapped(Kept(counted, "swap")(PAIR))
    assert len(traced) == 1


def test_every_shape_has_a_program_of_its_own(cache: Path) -> None:
    kept = Kept(swapped, "swap")
    kept(PAIR)
    assert kept(Pair(jnp.zeros(5), jnp.zeros(7))).first.shape == (7,)
    assert len(programs(cache)) == 2


def test_preparing_tells_the_shapes_of_the_value(cache: Path) -> None:
    shapes = Kept(swapped, "swap").prepare(jax.tree.map(lambda x: jax.ShapeDtypeStruct(x.shape, x.dtype), PAIR))
    assert (shapes.first.shape, shapes.second.shape) == ((2,), (3,))


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 4096])
def test_a_damaged_program_is_made_anew(cache: Path, damage: bytes) -> None:
    Kept(swapped, "swap")(PAIR)
    programs(cache)[0].write_bytes(damage)
    assert_swapped(Kept(swapped, "swap")(PAIR))


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("METAMASTER_CACHE", str(blocked))
    assert_swapped(Kept(swapped, "swap")(PAIR))
