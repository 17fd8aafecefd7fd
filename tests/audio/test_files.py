"""Opening files: what is read, what is refused, and what the refusal says."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile

from metamaster.audio.files import open_source
from metamaster.errors import (
    InputEmpty,
    InputMissing,
    InputNotAudio,
    InputTruncated,
    MetamasterError,
    TooManyChannels,
    UnsupportedSampleRate,
)

from .conftest import MakeFile, noise

ALL_FORMATS = ("song.wav", "song.aiff", "song.flac", "song.ogg", "song.mp3")


def cut(path: Path, octets: int) -> Path:
    os.truncate(path, octets)
    return path


def without_its_first_mpeg_frame(path: Path) -> Path:
    """An MP3 file without the frame in which the encoder states the length."""
    octets = path.read_bytes()
    bitrate_kbps = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)[octets[2] >> 4]
    path.write_bytes(octets[144_000 * bitrate_kbps // 44_100 + (octets[2] >> 1 & 1) :])
    return path


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("channels", [1, 2])
def test_wav_of_any_depth_reads_as_libsndfile_decodes_it(make_file: MakeFile, subtype: str, channels: int):
    path = make_file("song.wav", noise(channels, 3000), subtype=subtype)
    expected = soundfile.read(path, dtype="float32", always_2d=True)[0].T
    assert np.array_equal(open_source(path).read(), expected)


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_any_range_equals_that_range_of_the_whole(make_file: MakeFile, name: str):
    source = open_source(make_file(name, noise(samples=100_000)))
    whole = source.read()
    for start, stop in ((0, 10), (1, 5000), (33_333, 33_334), (70_000, 99_999), (95_000, None), (99_999, None)):
        assert np.array_equal(source.read(start, stop), whole[:, start:stop]), (start, stop)


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_frames_is_how_many_samples_come(make_file: MakeFile, name: str):
    source = open_source(make_file(name, noise(samples=100_000)))
    assert source.frames == source.read().shape[1] == 100_000


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_blocks_have_the_size_asked_for(make_file: MakeFile, name: str):
    source = open_source(make_file(name, noise(samples=100_000)))
    lengths = [block.shape[1] for block in source.blocks(size=30_000)]
    assert lengths == [30_000, 30_000, 30_000, 10_000]


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_blocks_are_contiguous_float32(make_file: MakeFile, name: str):
    block = next(open_source(make_file(name, noise())).blocks())
    assert block.dtype == np.float32
    assert block.flags.c_contiguous


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_two_readings_at_once_do_not_disturb_each_other(make_file: MakeFile, name: str):
    source = open_source(make_file(name, noise()))
    for one, other in zip(source.blocks(1000), source.blocks(1000), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("name", ALL_FORMATS)
@pytest.mark.parametrize("start", [44_100, 50_000])
def test_reading_from_beyond_the_end_gives_nothing(make_file: MakeFile, name: str, start: int):
    assert open_source(make_file(name, noise(samples=44_100))).read(start).shape == (2, 0)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs to see open files")
@pytest.mark.parametrize("name", ALL_FORMATS)
def test_nothing_stays_open_between_readings(make_file: MakeFile, name: str):
    source = open_source(make_file(name, noise()))
    before = set(Path("/proc/self/fd").iterdir())
    source.read()
    unfinished = source.blocks(100)
    next(unfinished)
    del unfinished
    assert set(Path("/proc/self/fd").iterdir()) == before


def test_samples_beyond_full_scale_are_kept(make_file: MakeFile):
    loud = noise(peak=2.5)
    assert np.array_equal(open_source(make_file("song.wav", loud, subtype="FLOAT")).read(), loud)


@pytest.mark.parametrize("name", ["song.ogg", "song.mp3"])
def test_overs_of_lossy_decoders_are_kept(make_file: MakeFile, name: str):
    square = np.sign(np.sin(np.arange(44_100) * 0.05, dtype=np.float32))[None]
    assert np.abs(open_source(make_file(name, square)).read()).max() > 1.05


@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
def test_mp3_that_does_not_state_its_length_is_read_to_the_end(make_file: MakeFile, mode: str):
    # Nearly silent first: from that, a decoder that guesses the length by the bit rate is far off.
    samples = noise(samples=200_000) * np.repeat(np.float32([1e-4, 1]), 100_000)
    path = make_file("song.mp3", samples, bitrate_mode=mode, compression_level=0.5)
    stated = open_source(path).read()
    source = open_source(without_its_first_mpeg_frame(path))
    decoder_delay = 1105
    assert source.frames == source.read().shape[1] >= 200_000
    assert np.array_equal(source.read(decoder_delay, decoder_delay + 190_000), stated[:, :190_000])


def test_ogg_that_does_not_begin_at_zero_is_counted_right(shared_dir: Path):
    path = shared_dir / "audio" / "more" / "tmw-music__inquisitive-inn.ogg"
    source = open_source(path)
    counted = source.frames
    assert counted == source.read().shape[1]
    assert counted < soundfile.info(path).frames


@pytest.mark.parametrize("sample_rate", [8_000, 192_000])
def test_the_lowest_and_highest_sample_rates_are_read(make_file: MakeFile, sample_rate: int):
    assert open_source(make_file("song.wav", noise(), sample_rate)).sample_rate == sample_rate


@pytest.mark.parametrize("sample_rate", [7_999, 192_001])
def test_sample_rates_beyond_are_refused(make_file: MakeFile, sample_rate: int):
    with pytest.raises(UnsupportedSampleRate, match=rf"song\.wav has a sample rate of {sample_rate} Hz: "):
        open_source(make_file("song.wav", noise(), sample_rate))


def test_more_than_two_channels_are_refused(make_file: MakeFile):
    with pytest.raises(TooManyChannels, match=r"song\.wav has 6 channels: mix it down to stereo first\."):
        open_source(make_file("song.wav", noise(channels=6)))


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(InputMissing, match=r"nowhere\.wav does not exist: "):
        open_source(tmp_path / "nowhere.wav")


def test_a_folder_is_not_a_file(tmp_path: Path):
    with pytest.raises(InputMissing, match="is a folder: "):
        open_source(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path):
    os.mkfifo(tmp_path / "song.wav")
    with pytest.raises(InputMissing, match="is a pipe or a device: "):
        open_source(tmp_path / "song.wav")


def test_an_unreadable_file_is_named(make_file: MakeFile, monkeypatch: pytest.MonkeyPatch):
    path = make_file("song.wav", noise())

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputMissing, match=r"song\.wav may not be read: change its permissions\."):
        open_source(path)


@pytest.mark.parametrize("name", ALL_FORMATS)
def test_a_file_of_no_bytes_is_empty(tmp_path: Path, name: str):
    (tmp_path / name).touch()
    with pytest.raises(InputEmpty, match=r"is empty \(0 bytes\): "):
        open_source(tmp_path / name)


def test_a_file_of_no_samples_is_empty(make_file: MakeFile):
    with pytest.raises(InputEmpty, match=r"song\.wav holds no samples: "):
        open_source(make_file("song.wav", noise(samples=0)))


@pytest.mark.parametrize("name", ["notes.txt", "song.wav", "song.mp3", "song.raw"])
@pytest.mark.parametrize("content", [b"Dear diary, today was loud.\n" * 100, bytes(range(256)) * 64, b"\0" * 9000])
def test_what_is_not_audio_is_refused_whatever_its_name(tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputNotAudio, match=f"{name} is not audio that can be read here: convert it"):
        open_source(tmp_path / name)


def test_other_kinds_of_audio_are_named(make_file: MakeFile):
    with pytest.raises(InputNotAudio, match=r"song\.au is in the AU format: convert it"):
        open_source(make_file("song.au", noise()))


@pytest.mark.parametrize("name", ["song.wav", "song.aiff", "song.flac", "song.mp3"])
@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_file_that_was_cut_says_how_much_there_is_and_should_be(make_file: MakeFile, name: str, left: float):
    path = make_file(name, noise(samples=441_000))
    cut(path, int(path.stat().st_size * left))
    with pytest.raises(
        InputTruncated, match=rf"{name} ends after (\d+\.\d) s although its header promises 10\."
    ) as caught:
        open_source(path)
    held_s = float(str(caught.value).split("after ")[1].split(" s")[0])
    assert held_s == pytest.approx(10 * left, abs=0.2)


@pytest.mark.parametrize("missing", [1, 3])
@pytest.mark.parametrize("name", ["song.wav", "song.aiff", "song.flac", "song.ogg"])
def test_a_byte_less_is_noticed(make_file: MakeFile, name: str, missing: int):
    path = make_file(name, noise())
    with pytest.raises(InputTruncated):
        open_source(cut(path, path.stat().st_size - missing))


def test_ogg_without_its_last_page_is_truncated(make_file: MakeFile):
    path = make_file("song.ogg", noise(samples=441_000))
    with pytest.raises(InputTruncated, match=r"song\.ogg breaks off before its end: export it again\."):
        open_source(cut(path, path.read_bytes().rindex(b"OggS")))


@pytest.mark.parametrize("name", ["song.wav", "song.aiff", "song.flac", "song.ogg"])
@pytest.mark.parametrize("octets", [14, 30, 40])
def test_a_file_cut_within_its_header_is_truncated(make_file: MakeFile, name: str, octets: int):
    with pytest.raises(InputTruncated, match="export it again"):
        open_source(cut(make_file(name, noise()), octets))


def test_a_file_cut_while_it_is_read_is_truncated(make_file: MakeFile):
    path = make_file("song.wav", noise(samples=441_000))
    source = open_source(path)
    blocks = source.blocks(44_100)
    next(blocks)
    cut(path, path.stat().st_size // 2)
    with pytest.raises(InputTruncated, match=r"song\.wav ends after 5\.0 s although its header promises 10\.0 s"):
        list(blocks)


def test_a_file_that_is_damaged_inside_is_not_read_past_it(make_file: MakeFile):
    path = make_file("song.flac", noise(samples=441_000))
    octets = bytearray(path.read_bytes())
    middle = len(octets) // 2
    octets[middle : middle + 4000] = bytes(4000)
    path.write_bytes(octets)
    with pytest.raises(InputTruncated, match=r"song\.flac cannot be decoded beyond 4\.\d s: export it again\."):
        open_source(path).read()


@pytest.mark.parametrize("at", range(2000, 3600, 100))
def test_an_mp3_that_lost_a_byte_is_read_nearly_whole_or_refused(make_file: MakeFile, at: int):
    path = make_file("song.mp3", noise(samples=8000), sample_rate=8000)
    octets = path.read_bytes()
    path.write_bytes(octets[:at] + octets[at + 1 :])
    with suppress(InputTruncated):
        assert open_source(path).read().shape[1] >= 6000


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", ALL_FORMATS)
def test_whatever_is_damaged_is_read_or_refused_but_nothing_else(make_file: MakeFile, name: str, seed: int):
    path = make_file(name, noise(samples=20_000))
    octets = np.frombuffer(path.read_bytes(), np.uint8).copy()
    generator = np.random.default_rng(seed)
    where = generator.integers(0, 200 if seed % 2 else len(octets), 4)
    octets[where] = generator.integers(0, 256, 4)
    path.write_bytes(octets.tobytes())
    with suppress(MetamasterError):
        source = open_source(path)
        assert source.read().shape == (source.channels, source.frames)


def test_a_file_that_goes_away_is_missing(make_file: MakeFile):
    path = make_file("song.wav", noise())
    source = open_source(path)
    path.unlink()
    with pytest.raises(InputMissing, match="has gone since it was opened"):
        source.read()


def test_a_wav_written_into_a_pipe_is_read_to_its_end(make_file: MakeFile):
    samples = noise(samples=5000)
    path = make_file("song.wav", samples, subtype="FLOAT")
    octets = bytearray(path.read_bytes())
    at = octets.index(b"data") + 4
    octets[at : at + 4] = octets[4:8] = b"\xff" * 4
    path.write_bytes(octets)
    assert np.array_equal(open_source(path).read(), samples)


def test_flac_with_a_tag_of_mp3_in_front_is_read(make_file: MakeFile):
    path = make_file("song.flac", noise())
    plain = open_source(path).read()
    path.write_bytes(b"ID3\x04\0\0" + bytes([0, 0, 1, 0]) + bytes(128) + path.read_bytes())
    assert np.array_equal(open_source(path).read(), plain)


def test_flac_written_into_a_pipe_is_refused_with_a_remedy(make_file: MakeFile):
    path = make_file("song.flac", noise())
    octets = bytearray(path.read_bytes())
    octets[21] &= 0xF0
    octets[22:26] = bytes(4)
    path.write_bytes(octets)
    with pytest.raises(InputTruncated, match="does not state its length"):
        open_source(path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any bytes as a name")
def test_a_name_that_is_not_unicode_is_read_and_can_be_printed(make_file: MakeFile):
    samples = noise()
    path = make_file("song.wav", samples, subtype="FLOAT")
    odd = path.rename(path.parent / os.fsdecode(b"s\xffng.wav"))
    source = open_source(odd)
    assert np.array_equal(source.read(), samples)
    assert source.name.encode() == b"s?ng.wav"
