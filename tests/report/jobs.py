"""Mastering jobs on sound that is made up, for reports to be written about."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from metamaster.audio.files import ArraySource
from metamaster.chain.settings import DEFAULTS, Settings
from metamaster.chain.uncertainty import Uncertainty
from metamaster.measure.analysis import Analysis, analyse
from metamaster.report.sentences import sentences
from metamaster.report.warnings import warnings
from metamaster.result import Delivered, Heard, MasterResult, StyleTarget

SETTINGS = DEFAULTS.replace(
    {
        "trim.gain_db": -1.5,
        "eq.mid.low_shelf.gain_db": 2.1,
        "eq.mid.low_shelf.freq_hz": 110.0,
        "eq.mid.bell_3.gain_db": -0.8,
        "eq.side.high_pass.freq_hz": 80.0,
        "multiband.low.threshold_db": -26.0,
        "multiband.low.ratio": 1.8,
        "multiband.low.makeup_db": 1.2,
        "image.high_width_db": -2.0,
        "limiter.drive_db": 7.2,
    }
)
UNCERTAINTY = Uncertainty(
    {"eq.mid.low_shelf.gain_db": 0.42, "eq.mid.low_shelf.freq_hz": 118.0, "multiband.low.ratio": 0.05},
    ("eq.mid.low_shelf.freq_hz",),
)


def noise(seconds: float, seed: int, rate: int = 44100, channels: int = 2, level: float = 0.05) -> np.ndarray:
    """Noise from 20 Hz up that falls by 3 dB an octave and beats twice a second, partly alike in both channels."""
    random = np.random.default_rng(seed)
    frames = round(seconds * rate)
    spectrum = np.fft.rfft(random.standard_normal((channels + 1, frames)))
    spectrum *= np.arange(spectrum.shape[1]) > 20.0 * seconds
    spectrum /= np.sqrt(np.maximum(np.arange(spectrum.shape[1]), 1.0))
    sound = np.fft.irfft(spectrum, frames)
    sound = sound[:1] + 0.5 * sound[1:]
    beat = 0.2 + 0.8 * np.abs(np.cos(2 * np.pi * np.arange(frames) / rate)) ** 8
    return (sound * beat * (level / sound.std())).astype(np.float32)


@cache
def analysed(seed: int, seconds: float = 31.0, rate: int = 44100, channels: int = 2, level: float = 0.05) -> Analysis:
    """The analysis of such noise."""
    return analyse(ArraySource(noise(seconds, seed, rate, channels, level), rate))


def target(same_song: float = 0.4) -> StyleTarget:
    """A bit more bass, less treble, a bit wider."""
    tone = tuple(np.linspace(1.5, -1.5, 29).tolist())
    change = {"tone": tone, "width": (0.5,) * 10, "dynamics": (0.0,) * 27, "plr": (-1.0,)}
    return StyleTarget(change, same_song, (41.2, 9.6, 6.3))


def delivered(seconds: float = 31.0) -> Delivered:
    """A delivery that kept its promise."""
    reduction = np.abs(np.sin(np.arange(round(seconds * 10)))).astype(np.float32) * np.float32(4.1)
    return Delivered(-14.0, -1.0, -14.01, -1.03, 2, reduction)


def job(mix: Heard | None = None, references: tuple[Heard, ...] | None = None, **changes: object) -> MasterResult:
    """A whole job; ``changes`` replace fields of the result."""
    mix = mix or Heard("mix.wav", analysed(1))
    references = references if references is not None else (Heard("reference.flac", analysed(2, level=0.1)),)
    result = MasterResult(
        settings=SETTINGS,
        target_lufs=-14.0,
        mix=mix,
        references=references,
        target=target(),
        master=Heard("master.wav", analysed(3, level=0.1)),
        delivered=delivered(),
        out=Path("songs/master.wav"),
        sentences=sentences(SETTINGS, delivered()),
        warnings=warnings(mix, references, target()),
        seconds={"listen": 0.4, "adapt": 1.25, "render": 0.8},
        uncertainty=UNCERTAINTY,
    )
    return replace(result, **changes)


def dry_run() -> MasterResult:
    """A job without a master."""
    return job(master=None, delivered=None, out=None, sentences=sentences(SETTINGS, None))


def reused(settings: Settings = SETTINGS) -> MasterResult:
    """A job with the chain of a settings file, and so without references and target."""
    return job(references=(), target=None, settings=settings, warnings=(), uncertainty=None)


def mono() -> MasterResult:
    """A mono mix and a mono reference, at different rates."""
    mix, reference = Heard("mono.wav", analysed(4, channels=1)), Heard("mono.ogg", analysed(5, rate=48000, channels=1))
    return job(mix, (reference,), master=Heard("master.wav", analysed(6, channels=1)))


def out_of_phase() -> MasterResult:
    """A mix whose channels cancel each other, so that nothing is left in the middle."""
    left = noise(31.0, 11, channels=1)
    mix = Heard("turned.wav", analyse(ArraySource(np.concatenate([left, -left]), 44100)))
    return job(mix, master=mix)


def low_rate() -> MasterResult:
    """A mix at 8 kHz, without anything above 4 kHz."""
    return job(Heard("phone.wav", analysed(7, rate=8000)), master=Heard("master.wav", analysed(8, rate=8000)))


def several_references() -> MasterResult:
    """Three references of different rates and weights."""
    seeds = ((2, 44100, 1.0), (9, 48000, 0.5), (10, 22050, 0.25))
    return job(None, tuple(Heard(f"reference {seed}.wav", analysed(seed, rate=rate), w) for seed, rate, w in seeds))
