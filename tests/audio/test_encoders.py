"""Headers of the files that we lay out ourselves, and the limits of their containers."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from metamaster.audio.encoders.aiff import aiff_header
from metamaster.audio.encoders.encoder import Layout
from metamaster.audio.encoders.plain import AIFF, PlainEncoder
from metamaster.audio.encoders.wav import wav_header
from metamaster.audio.headers.read import read_header
from metamaster.errors import OutputFormat

layouts = st.builds(
    Layout, st.sampled_from([8000, 44_100, 192_000]), st.sampled_from([1, 2]), st.sampled_from([16, 24, 32])
)
CD = Layout(44_100, 2, 16)


def sparse(path: Path, header: bytes, data_bytes: int) -> Path:
    """A file of that header and so many zero bytes, which take no room on most disks."""
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + data_bytes)
    return path


@given(layout=layouts, frames=st.integers(0, 2**40))
def test_the_size_of_a_wav_header_does_not_depend_on_the_length(layout: Layout, frames: int):
    assert len(wav_header(layout, frames)) == len(wav_header(layout, 0))


@given(layout=layouts, frames=st.integers(0, 2**28))
def test_the_size_of_an_aiff_header_does_not_depend_on_the_length(layout: Layout, frames: int):
    assert len(aiff_header(layout, frames)) == len(aiff_header(layout, 0))


@pytest.mark.parametrize(("frames", "form"), [(2**30 - 20, b"RIFF"), (2**30 - 1, b"RF64"), (2**31, b"RF64")])
def test_wav_becomes_rf64_where_its_sizes_end(tmp_path: Path, frames: int, form: bytes):
    header = wav_header(CD, frames)
    path = sparse(tmp_path / "a.wav", header, 4 * frames)
    assert header[:4] == form
    assert soundfile.info(path).frames == frames
    assert read_header(path).complete


def test_rf64_that_was_cut_is_noticed(tmp_path: Path):
    path = sparse(tmp_path / "a.wav", wav_header(CD, 2**31), 2**32)
    assert not read_header(path).complete


@pytest.mark.parametrize("bits", [24, 32])
def test_rf64_of_other_depths_is_read(tmp_path: Path, bits: int):
    layout = Layout(96_000, 2, bits)
    frames = 2**30
    path = sparse(tmp_path / "a.wav", wav_header(layout, frames), frames * layout.frame_bytes)
    info = soundfile.info(path)
    assert (info.frames, info.samplerate, info.channels) == (frames, 96_000, 2)


def test_aiff_is_refused_beyond_what_it_can_hold(tmp_path: Path):
    path = tmp_path / "a.aiff"
    path.touch()
    encoder = PlainEncoder(path, CD, replace(AIFF, largest_bytes=1000))
    encoder.write(np.zeros((2, 200), np.int32))
    with pytest.raises(OutputFormat, match=r"AIFF files hold no more than 4 GB: name the output \.wav or \.flac\."):
        encoder.write(np.zeros((2, 200), np.int32))
    encoder.abandon()
