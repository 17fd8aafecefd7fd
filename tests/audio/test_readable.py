"""What is listed as audio can be read."""

from pathlib import Path

import pytest
import soundfile

from metamaster.audio.files import open_source
from metamaster.audio.readable import FORMATS, SUFFIXES

from .conftest import noise

_HELD = {".aif": "AIFF", ".opus": "OGG"}
"""What files hold whose suffix is no name of a format."""


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_file_of_every_suffix_is_read(tmp_path: Path, suffix: str):
    path = tmp_path / f"song{suffix}"
    container = _HELD.get(suffix, suffix[1:].upper())
    subtype = "OPUS" if suffix == ".opus" else None
    soundfile.write(path, noise(samples=48_000).T, 48_000, format=container, subtype=subtype)
    assert open_source(path).read().shape[1] == 48_000
    assert container in FORMATS
