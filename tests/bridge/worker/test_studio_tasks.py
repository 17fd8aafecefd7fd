"""What the worker does for a watch folder, and for a render with automation."""

from pathlib import Path

import pytest
import soundfile

from bridge.session.job import Mastered, MasterOrder, Rendered, RenderOrder
from bridge.worker.ears import Ears
from bridge.worker.tasks import perform
from metamaster.chain.settings import DEFAULTS
from metamaster.errors import DamagedSettings
from tests.conftest import RATE, Clip


def quiet(part: str, share: float) -> None:
    """Progress that nobody watches."""


def render(mix: Clip, out: Path, automation: dict[str, tuple[tuple[float, float], ...]]) -> RenderOrder:
    return RenderOrder(
        number=1,
        mix=str(mix.path),
        out=str(out),
        settings=DEFAULTS.as_dict(),
        loudness_lufs=-14.0,
        true_peak_db=-1.0,
        bits=24,
        overwrite=False,
        insist=True,
        automation=automation,
    )


def test_a_render_moves_as_its_automation_does_and_keeps_its_promises(mix: Clip, tmp_path: Path):
    half_s = mix.samples.shape[1] / RATE / 2
    order = render(mix, tmp_path / "moving.wav", {"limiter.drive_db": ((half_s, 0.0), (half_s, -12.0))})
    done = perform(order, Ears(), quiet)
    assert isinstance(done, Rendered)
    assert done.loudness_lufs == pytest.approx(-14.0, abs=0.1) and done.true_peak_db <= -1.0
    loud = done.meters.momentary_lufs
    assert max(loud[: len(loud) // 2 - 6]) - max(loud[len(loud) // 2 + 6 :]) > 6.0


def test_automation_that_cannot_be_is_refused_and_nothing_is_written(mix: Clip, tmp_path: Path):
    with pytest.raises(DamagedSettings, match=r"limiter\.ceiling_db"):
        perform(render(mix, tmp_path / "x.wav", {"limiter.ceiling_db": ((0.0, -1.0),)}), Ears(), quiet)
    assert list(tmp_path.iterdir()) == []


def test_a_bounce_is_mastered_with_settings(mix: Clip, tmp_path: Path):
    order = MasterOrder(
        number=1,
        mix=str(mix.path),
        out=str(tmp_path / "master.wav"),
        references=(),
        settings=DEFAULTS.as_dict(),
        amounts={},
        loudness_lufs=-14.0,
        true_peak_db=-1.0,
        bits=16,
        overwrite=True,
    )
    done = perform(order, Ears(), quiet)
    assert isinstance(done, Mastered) and done.loudness_lufs == pytest.approx(-14.0, abs=0.1)
    assert soundfile.info(done.out).subtype == "PCM_16"
