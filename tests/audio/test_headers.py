"""What files say about themselves, read from their bytes alone."""

import struct
from pathlib import Path

import numpy as np
import pytest

from metamaster.audio.headers.header import Header
from metamaster.audio.headers.read import read_header

from .conftest import MakeFile, noise


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def rf64(data_bytes: int, held: int) -> bytes:
    """An RF64 file that promises ``data_bytes`` of 16-bit stereo at 44.1 kHz and holds ``held`` of them."""
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, data_bytes + 72, data_bytes, data_bytes // 4, 0)
    layout = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 2, 44_100, 176_400, 4, 16)
    start = struct.pack("<4sI4s", b"RF64", 0xFFFFFFFF, b"WAVE")
    return start + sizes + layout + struct.pack("<4sI", b"data", 0xFFFFFFFF) + bytes(held)


def mp3_frame(tag: bytes, tag_at: int, frames: int = 1) -> bytes:
    """Silent MPEG-1 layer III frames (128 kbit/s, 44.1 kHz, stereo, 417 bytes), with a tag in the first."""
    first = b"\xff\xfb\x90\x00" + bytes(tag_at - 4) + tag
    return first.ljust(417, b"\0") + (b"\xff\xfb\x90\x00" + bytes(413)) * (frames - 1)


@pytest.mark.parametrize(("name", "promised_s"), [("a.wav", 2), ("a.aiff", 2), ("a.flac", 2), ("a.ogg", None)])
def test_a_whole_file_is_complete(make_file: MakeFile, name: str, promised_s: float | None):
    header = read_header(make_file(name, noise(samples=88_200)))
    assert (header.container, header.complete, header.promised_s) == (name[2:].upper(), True, promised_s)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_24", "FLOAT", "ULAW"])
def test_wav_seconds_do_not_depend_on_how_samples_are_stored(make_file: MakeFile, subtype: str):
    header = read_header(make_file("a.wav", noise(samples=88_200), subtype=subtype))
    assert header.promised_s == 2.0


def test_big_endian_wav_is_read(make_file: MakeFile):
    header = read_header(make_file("a.wav", noise(samples=88_200), endian="BIG"))
    assert header == Header("WAV", True, 2.0, 2.0)


def test_rf64_takes_its_size_from_the_long_field(tmp_path: Path):
    five_gb = 5 * 10**9 // 4 * 4
    header = read_header(write(tmp_path / "a.wav", rf64(five_gb, held=1_764_000)))
    assert header == Header("WAV", False, five_gb / 176_400, 10.0)


def test_whole_rf64_is_complete(tmp_path: Path):
    assert read_header(write(tmp_path / "a.wav", rf64(1_764_000, held=1_764_000))).complete


@pytest.mark.parametrize("exponent", [0x447F, 0x7FFE, 0xFFFF])
def test_an_aiff_of_an_impossible_sample_rate_tells_no_length(make_file: MakeFile, exponent: int):
    path = make_file("a.aiff", noise(samples=88_200))
    octets = bytearray(path.read_bytes())
    rate_at = octets.index(b"COMM") + 16
    octets[rate_at : rate_at + 2] = exponent.to_bytes(2, "big")
    path.write_bytes(octets)
    assert read_header(path) == Header("AIFF", True, None, None)


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF])
def test_sizes_left_by_programs_that_could_not_know_them_promise_nothing(make_file: MakeFile, size: int):
    path = make_file("a.wav", noise())
    octets = bytearray(path.read_bytes())
    struct.pack_into("<I", octets, octets.index(b"data") + 4, size)
    assert read_header(write(path, bytes(octets))) == Header("WAV")


def test_bytes_after_the_sound_do_not_matter(make_file: MakeFile):
    path = make_file("a.wav", noise(samples=44_100))
    assert read_header(write(path, path.read_bytes() + b"LIST" + bytes(400))).complete


def test_tags_after_an_ogg_stream_do_not_matter(make_file: MakeFile):
    path = make_file("a.ogg", noise())
    assert read_header(write(path, path.read_bytes() + b"TAG" + bytes(125))).complete


@pytest.mark.parametrize("tag", [b"Xing", b"Info"])
@pytest.mark.parametrize(("held", "complete"), [(100, True), (50, False)])
def test_mp3_counts_are_taken_from_the_tag_of_the_encoder(tmp_path: Path, tag: bytes, held: int, complete: bool):
    counts = tag + struct.pack(">III", 3, 100, 417 * 100)
    header = read_header(write(tmp_path / "a.mp3", mp3_frame(counts, 36, held)))
    assert (header.container, header.complete) == ("MP3", complete)
    assert header.promised_s == pytest.approx(100 * 1152 / 44_100)
    assert header.held_s == pytest.approx(held * 1152 / 44_100)


def test_mp3_counts_are_taken_from_the_other_kind_of_tag(tmp_path: Path):
    counts = b"VBRI" + struct.pack(">HHHII", 1, 0, 75, 417 * 100, 100)
    header = read_header(write(tmp_path / "a.mp3", mp3_frame(counts, 36, 100)))
    assert header.promised_s == pytest.approx(100 * 1152 / 44_100)


def test_mp3_without_a_tag_promises_nothing(tmp_path: Path):
    assert read_header(write(tmp_path / "a.mp3", mp3_frame(b"", 36, 100))) == Header("MP3")


def test_a_cover_picture_in_front_of_an_mp3_is_skipped(tmp_path: Path):
    picture = b"\xff\xfb" * 50_000
    size = bytes(len(picture) >> shift & 0x7F for shift in (21, 14, 7, 0))
    counts = b"Xing" + struct.pack(">III", 3, 100, 417 * 100)
    content = b"ID3\x04\x00\x00" + size + picture + mp3_frame(counts, 36, 100)
    header = read_header(write(tmp_path / "a.mp3", content))
    assert header.complete
    assert header.promised_s == pytest.approx(100 * 1152 / 44_100)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\0\0\0\0AVI ", b"plain text", bytes(5000)])
def test_what_is_not_audio_has_no_container(tmp_path: Path, content: bytes):
    assert read_header(write(tmp_path / "a.bin", content)).container == ""


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.flac", "a.ogg", "a.mp3"])
def test_a_file_cut_anywhere_is_described_without_an_error(make_file: MakeFile, name: str):
    path = make_file(name, noise(samples=8_000), 8_000)
    whole = path.read_bytes()
    for octets in np.unique(np.geomspace(1, len(whole), 200).astype(int)):
        header = read_header(write(path, whole[:octets]))
        assert header.container in ("", name[2:].upper(), "MP3")
