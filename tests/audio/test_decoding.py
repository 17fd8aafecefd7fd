"""The decoder: what it does where the file cannot be read."""

import threading
from pathlib import Path

import pytest
import soundfile

from metamaster.audio.decoding import decoder


def test_a_file_that_cannot_be_opened_is_refused_through_a_pipe_too(tmp_path: Path) -> None:
    refused = threading.Event()

    def decode() -> None:
        with pytest.raises(soundfile.LibsndfileError), decoder(tmp_path / "gone.mp3", through_pipe=True):
            pass
        refused.set()

    # In a thread of its own, which may be left behind should it wait for ever.
    threading.Thread(target=decode, daemon=True).start()
    assert refused.wait(10.0)
