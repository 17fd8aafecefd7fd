"""Writing audio: what is in the file afterwards, and that there is none if anything went wrong."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from metamaster.audio.dither import quantise, tpdf
from metamaster.audio.files import open_source
from metamaster.audio.writer import AudioWriter, check_output
from metamaster.errors import OutputExists, OutputFormat, OutputFull, OutputUnwritable

from .conftest import noise

FORMATS = [
    ("WAV", "PCM_16", 16, "a.wav"),
    ("WAV", "PCM_24", 24, "a.wav"),
    ("WAV", "FLOAT", 32, "a.wav"),
    ("AIFF", "PCM_16", 16, "a.aiff"),
    ("AIFF", "PCM_24", 24, "a.aif"),
    ("AIFF", "FLOAT", 32, "A.AIFF"),
    ("FLAC", "PCM_16", 16, "a.flac"),
    ("FLAC", "PCM_24", 24, "a.flac"),
]
every_format = pytest.mark.parametrize(("container", "subtype", "bits", "name"), FORMATS)
every_container = pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.flac"])


def write(path: Path, samples: np.ndarray, bits: int = 24, sample_rate: int = 44_100, **options: int) -> Path:
    with AudioWriter(path, sample_rate, samples.shape[0], bits, **options) as writer:
        writer.write(samples)
    return path


def stored(path: Path, bits: int) -> np.ndarray:
    """The integers in a file, channels first."""
    return soundfile.read(path, dtype="int32", always_2d=True)[0].T >> (32 - bits)


@every_format
@pytest.mark.parametrize("channels", [1, 2])
def test_the_file_is_what_its_name_and_depth_say(
    tmp_path: Path, container: str, subtype: str, bits: int, name: str, channels: int
):
    info = soundfile.info(write(tmp_path / name, noise(channels, 1001), bits, 48_000))
    assert (info.format, info.subtype, info.channels) == (container, subtype, channels)
    assert (info.samplerate, info.frames) == (48_000, 1001)


@every_format
@pytest.mark.parametrize("channels", [1, 2])
def test_samples_come_back(tmp_path: Path, container: str, subtype: str, bits: int, name: str, channels: int):
    samples = noise(channels, 1001)
    path = write(tmp_path / name, samples, bits, seed=7)
    if bits == 32:
        assert np.array_equal(open_source(path).read(), samples)
    else:
        assert np.array_equal(stored(path, bits), quantise(samples, bits, tpdf(7, channels, 0, 1001)))


@every_format
def test_nothing_but_the_file_is_left(tmp_path: Path, container: str, subtype: str, bits: int, name: str):
    write(tmp_path / name, noise(), bits)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@every_format
def test_writing_again_gives_the_same_bytes(tmp_path: Path, container: str, subtype: str, bits: int, name: str):
    one = write(tmp_path / f"1{name}", noise(), bits).read_bytes()
    assert write(tmp_path / f"2{name}", noise(), bits).read_bytes() == one


@every_container
@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, 900), max_size=6))
def test_bytes_do_not_depend_on_the_blocks(tmp_path_factory: pytest.TempPathFactory, name: str, cuts: list[int]):
    folder = tmp_path_factory.mktemp("blocks")
    samples = noise(samples=sum(cuts) + 5)
    with AudioWriter(folder / f"blocks-{name}", 44_100, 2, 16) as writer:
        for block in np.split(samples, np.cumsum(cuts), axis=1):
            writer.write(block)
    assert writer.path.read_bytes() == write(folder / f"whole-{name}", samples, 16).read_bytes()


@every_container
@pytest.mark.parametrize("bits", [16, 24])
def test_what_is_too_loud_is_clipped_and_never_wraps(tmp_path: Path, name: str, bits: int):
    path = write(tmp_path / name, np.array([[3.0, 1.0, -1.0, -3.0] * 500], np.float32), bits)
    signs = np.sign(stored(path, bits))
    assert np.array_equal(signs, [[1, 1, -1, -1] * 500])


@pytest.mark.parametrize("name", ["a.wav", "a.aiff"])
def test_floating_point_is_not_clipped(tmp_path: Path, name: str):
    loud = noise(peak=4.0)
    assert np.array_equal(open_source(write(tmp_path / name, loud, 32)).read(), loud)


@every_container
def test_another_seed_dithers_differently(tmp_path: Path, name: str):
    one = stored(write(tmp_path / f"1{name}", noise(), 16, seed=1), 16)
    other = stored(write(tmp_path / f"2{name}", noise(), 16, seed=2), 16)
    assert 0 < np.abs(one - other).max() <= 2


@every_container
@pytest.mark.parametrize("sample_rate", [8_000, 44_100, 88_200, 192_000])
def test_any_sample_rate_is_kept(tmp_path: Path, name: str, sample_rate: int):
    assert open_source(write(tmp_path / name, noise(), 24, sample_rate)).sample_rate == sample_rate


@pytest.mark.parametrize("name", ["a.wav", "a.aiff"])
def test_an_odd_number_of_bytes_is_padded(tmp_path: Path, name: str):
    assert write(tmp_path / name, noise(1, 5), 24).stat().st_size % 2 == 0


@pytest.mark.parametrize("name", ["a.wav", "a.aiff"])
def test_a_file_of_no_samples_is_written(tmp_path: Path, name: str):
    assert soundfile.info(write(tmp_path / name, noise(samples=0))).frames == 0


def test_flac_of_no_samples_is_refused(tmp_path: Path):
    # libsndfile writes not even a header for it.
    with pytest.raises(OutputUnwritable, match="the FLAC encoder failed"):
        write(tmp_path / "a.flac", noise(samples=0))


def check_refusal(name: str, bits: int, sentence: str) -> None:
    with pytest.raises(OutputFormat, match=sentence):
        check_output(Path(name), bits)


def test_flac_of_32_bits_is_refused_with_the_remedy():
    check_refusal("a.flac", 32, r"FLAC holds no 32-bit float samples: choose 24 bits, or name a\.wav\.")


@pytest.mark.parametrize("name", ["a.mp3", "a", "a.wav.txt"])
def test_other_formats_are_refused_with_the_remedy(name: str):
    check_refusal(name, 24, rf"{name} cannot be written: name the output \.wav, \.flac or \.aiff\.")


@pytest.mark.parametrize("bits", [0, 8, 20, 64])
def test_other_depths_are_refused_with_the_remedy(bits: int):
    check_refusal("a.wav", bits, f"cannot have {bits} bits a sample: choose 16, 24 or 32")


def test_a_format_is_refused_before_anything_is_done(tmp_path: Path):
    with pytest.raises(OutputFormat):
        AudioWriter(tmp_path / "a.ogg", 44_100, 2)


@every_container
def test_an_existing_file_is_kept(tmp_path: Path, name: str):
    (tmp_path / name).write_text("old")
    with pytest.raises(OutputExists, match=f"{name} exists already: add --force"):
        write(tmp_path / name, noise())
    assert (tmp_path / name).read_text() == "old"


@every_container
def test_an_existing_file_is_replaced_if_that_is_wanted(tmp_path: Path, name: str):
    (tmp_path / name).write_text("old")
    assert open_source(write(tmp_path / name, noise(), overwrite=True)).frames == 44_100


@every_container
@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_an_exception_while_writing_leaves_what_was_there(tmp_path: Path, name: str, failure: type[BaseException]):
    (tmp_path / name).write_text("old")
    with pytest.raises(failure), AudioWriter(tmp_path / name, 44_100, 2, overwrite=True) as writer:
        writer.write(noise())
        raise failure
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "old")]


@every_container
def test_a_missing_folder_is_named(tmp_path: Path, name: str):
    with pytest.raises(OutputUnwritable, match=r"The folder .*nowhere does not exist: create it first"):
        write(tmp_path / "nowhere" / name, noise())


@every_container
@pytest.mark.parametrize("blocks", [1, 40])
def test_a_full_disk_leaves_nothing(tmp_path: Path, small_disk: int, name: str, blocks: int):
    with (
        pytest.raises(OutputFull, match=f"There is no room for {name}"),
        AudioWriter(tmp_path / name, 44_100, 2) as out,
    ):
        for block in np.array_split(noise(samples=small_disk), blocks, axis=1):
            out.write(block)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_disk")
def test_flac_that_fits_but_for_its_last_frames_is_noticed(tmp_path: Path):
    # libFLAC writes the last frames on closing, where libsndfile does not look whether that went well.
    refused = []
    for samples in range(17_000, 25_000, 500):
        try:
            path = write(tmp_path / f"{samples}.flac", noise(1, samples), 24)
            assert open_source(path).frames == samples
        except OutputFull:
            refused.append(samples)
    assert 0 < len(refused) < 16
    assert not list(tmp_path.glob(".*"))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 128 KiB."""
    mount = shutil.which("mount")
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if sys.platform != "linux" or not mount or subprocess.run([mount, *options], check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@every_container
def test_a_disk_that_is_really_full_leaves_nothing(tiny_disk: Path, name: str):
    with pytest.raises(OutputFull, match=f"There is no room for {name}"):
        write(tiny_disk / name, noise(samples=100_000))
    assert list(tiny_disk.iterdir()) == []


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_samples_that_are_not_numbers_are_a_mistake(tmp_path: Path, bad: float):
    samples = noise(samples=10)
    samples[0, 3] = bad
    with pytest.raises(ValueError, match="finite samples"):
        write(tmp_path / "a.wav", samples)


def test_another_number_of_channels_is_a_mistake(tmp_path: Path):
    with pytest.raises(ValueError, match="2 channels"), AudioWriter(tmp_path / "a.wav", 44_100, 2) as writer:
        writer.write(noise(channels=1))
