"""Audio put aside between passes."""

import tempfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamaster.audio import spool as spool_module
from metamaster.audio.spool import Spool
from metamaster.errors import OutputFull, OutputUnwritable

from .conftest import noise


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "_IN_MEMORY_BYTES", 1000)


@given(
    cuts=st.lists(st.integers(0, 50), max_size=6),
    size=st.integers(1, 60),
    start=st.integers(0, 100),
    stop=st.none() | st.integers(0, 200),
    channels=st.integers(1, 2),
)
def test_what_was_appended_is_read_back(cuts: list[int], size: int, start: int, stop: int | None, channels: int):
    blocks = [noise(channels, cut, seed=index) for index, cut in enumerate(cuts)]
    whole = np.concatenate([noise(channels, 0), *blocks], axis=1)
    with Spool(channels, 44_100) as spool:
        for block in blocks:
            spool.append(block)
        assert spool.frames == whole.shape[1]
        assert np.array_equal(
            np.concatenate([whole[:, :0], *spool.blocks(size, start, stop)], axis=1), whole[:, start:stop]
        )


@pytest.mark.usefixtures("on_disk")
def test_a_large_one_is_read_back_from_disk():
    with Spool(2, 44_100) as spool:
        for seed in range(5):
            spool.append(noise(samples=1000, seed=seed))
        assert np.array_equal(spool.read(), np.concatenate([noise(samples=1000, seed=i) for i in range(5)], axis=1))


@pytest.mark.usefixtures("on_disk")
def test_two_readings_and_an_append_at_once_do_not_disturb_each_other():
    with Spool(2, 44_100) as spool:
        spool.append(noise(samples=1000))
        for one, other in zip(spool.blocks(100), spool.blocks(100), strict=True):
            spool.append(noise(samples=10))
            assert np.array_equal(one, other)


@pytest.mark.usefixtures("on_disk")
def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(KeyboardInterrupt), Spool(2, 44_100) as spool:
        spool.append(noise(samples=1000))
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("on_disk", "small_disk")
def test_a_full_temporary_folder_is_named():
    with (
        pytest.raises(OutputFull, match=r"The folder for temporary files, .*, is full: "),
        Spool(2, 44_100) as spool,
    ):
        for _ in range(4):
            spool.append(noise(samples=4000))


def test_a_block_of_other_channels_is_a_mistake():
    with Spool(2, 44_100) as spool, pytest.raises(ValueError, match="2 channels"):
        spool.append(noise(channels=1, samples=10))


@pytest.mark.usefixtures("on_disk")
def test_that_there_is_no_temporary_folder_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nowhere"])
    with pytest.raises(OutputUnwritable, match="set TMPDIR"), Spool(2, 44_100) as spool:
        spool.append(noise(samples=4000))
