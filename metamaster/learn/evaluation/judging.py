"""How near a master comes to the true one: chains are delivered as a mastering job delivers them, then measured.

Nothing of JAX is loaded here, so that it can be done in processes beside the one that adapts.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from metamaster.audio.files import ArraySource
from metamaster.chain.settings import Settings
from metamaster.delivery.deliver import Order, deliver
from metamaster.errors import MetamasterError
from metamaster.learn.evaluation.metrics import errors
from metamaster.learn.evaluation.portrait import Portrait, portrait
from metamaster.learn.evaluation.trial import Stereo
from metamaster.measure.true_peak import TruePeakMeter
from metamaster.options import MasterOptions
from metamaster.style.frames import STYLE_RATE

CEILING_DBTP = -1.0


class Verdict(NamedTuple):
    """Errors to the true master by aspect, in dB, and the chain as delivery set it; or why there is none."""

    errors: Mapping[str, float]
    settings: Settings | None
    failure: str = ""


def judged(mix: Stereo, result: Settings | Stereo, target_lufs: float, truth: Portrait) -> Verdict:
    """A chain delivered on the mix, or finished sound, against the true master."""
    try:
        settings, audio = delivered(mix, result, target_lufs) if isinstance(result, Settings) else (None, result)
    except MetamasterError as error:
        return Verdict({}, None, str(error))
    return Verdict(errors(portrait_at_rate(audio), truth), settings)


def delivered(mix: Stereo, settings: Settings, target_lufs: float) -> tuple[Settings, Stereo]:
    """The mix through the chain, at that loudness under −1 dBTP, as the file holds it; and the chain as it was set."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.wav"
        order = Order.of(path, target_lufs, 2, MasterOptions(true_peak_db=CEILING_DBTP))
        final, _ = deliver(ArraySource(mix, STYLE_RATE, "mix"), settings, order)
        samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return final, np.ascontiguousarray(samples.T)


def portrait_at_rate(audio: Stereo) -> Portrait:
    """The portrait of sound at ``STYLE_RATE``; the true peak by the meter of delivery, which is exact and quick."""
    return portrait(audio, STYLE_RATE, _true_peak_db)


def _true_peak_db(audio: Stereo) -> float:
    meter = TruePeakMeter(STYLE_RATE, 2)
    meter.add(audio)
    return meter.result().dbtp
