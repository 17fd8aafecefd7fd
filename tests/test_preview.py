"""Level-matched previews: the same passage before and after, equally loud, under full scale."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.audio.files import ArraySource
from metamaster.errors import OutputExists
from metamaster.measure.loudness import integrated_lufs
from metamaster.preview import PREVIEW_S, preview_paths, write_previews
from tests.conftest import RATE, Clip


def source(samples: np.ndarray) -> ArraySource:
    return ArraySource(samples.astype(np.float32), RATE)


@pytest.fixture
def pair(mix: Clip) -> tuple[ArraySource, ArraySource]:
    """A mix, and a louder and denser version of it."""
    return source(mix.samples), source(0.9 * np.tanh(6.0 * mix.samples))


def read(path: Path) -> np.ndarray:
    return soundfile.read(path, dtype="float32", always_2d=True)[0].T


def test_they_lie_beside_the_master() -> None:
    assert preview_paths(Path("a/song.flac")) == (Path("a/song.before.wav"), Path("a/song.after.wav"))


def test_both_are_equally_loud(pair: tuple[ArraySource, ArraySource], tmp_path: Path) -> None:
    before, after = write_previews(*pair, tmp_path / "song.wav", overwrite=False)
    assert integrated_lufs(read(before), RATE) == pytest.approx(integrated_lufs(read(after), RATE), abs=0.01)


def test_neither_passes_full_scale(pair: tuple[ArraySource, ArraySource], tmp_path: Path) -> None:
    paths = write_previews(*pair, tmp_path / "song.wav", overwrite=False)
    assert max(np.abs(read(path)).max() for path in paths) <= 10.0 ** (-1.0 / 20.0) + 1e-3


def test_nothing_is_made_louder_than_the_louder_was(pair: tuple[ArraySource, ArraySource], tmp_path: Path) -> None:
    quiet = [source(0.01 * one.read()) for one in pair]
    paths = write_previews(*quiet, tmp_path / "song.wav", overwrite=False)
    loudest = max(integrated_lufs(one.read(), RATE) for one in quiet)
    assert [integrated_lufs(read(path), RATE) for path in paths] == pytest.approx([loudest, loudest], abs=0.05)


def test_a_long_song_is_heard_where_it_is_loudest(tmp_path: Path) -> None:
    random, seconds = np.random.default_rng(0), 90
    level = np.where((np.arange(seconds) >= 40) & (np.arange(seconds) < 75), 0.3, 0.01)
    song = source(random.normal(0.0, 1.0, (1, seconds * 8000)) * np.repeat(level, 8000))
    song.sample_rate = 8000
    before, _ = write_previews(song, song, tmp_path / "song.wav", overwrite=False)
    heard = read(before)
    assert heard.shape[1] == PREVIEW_S * 8000
    assert np.std(heard.reshape(-1, 8000), axis=1) == pytest.approx(np.std(heard), rel=0.05)


def test_what_exists_is_left_alone(pair: tuple[ArraySource, ArraySource], tmp_path: Path) -> None:
    (tmp_path / "song.before.wav").write_bytes(b"old")
    with pytest.raises(OutputExists):
        write_previews(*pair, tmp_path / "song.wav", overwrite=False)
    assert (tmp_path / "song.before.wav").read_bytes() == b"old"


def test_the_mix_is_heard_without_its_offset(pair: tuple[ArraySource, ArraySource], tmp_path: Path) -> None:
    mix, master = pair
    before, _ = write_previews(source(mix.read() + np.float32(0.2)), master, tmp_path / "song.wav", overwrite=False)
    plain, _ = write_previews(mix, master, tmp_path / "plain.wav", overwrite=False)
    assert np.abs(read(before)).max() == pytest.approx(np.abs(read(plain)).max(), rel=0.01)
