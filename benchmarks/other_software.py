"""ffmpeg and SoX as the engineer: a treatment becomes their filters."""

import shutil
import subprocess
from pathlib import Path

from benchmarks.treatment import Dynamics, EqMove, Limiter, Treatment

_TILT_POINTS_HZ = (60.0, 225.0, 850.0, 3200.0, 12000.0)
_SOX_HEADROOM_DB = 18.0


class SoftwareMissingError(Exception):
    """A program that the benchmark makes its cases with is not installed."""


class SoftwareFailedError(Exception):
    """ffmpeg or SoX refused to work."""


def check_installed() -> None:
    """Raise SoftwareMissingError, saying what to install, unless both programs are found."""
    for program in ("ffmpeg", "sox"):
        if shutil.which(program) is None:
            raise SoftwareMissingError(
                f"{program} is needed to make the benchmark's cases: install it with your system's package manager, "
                f"such as `apt install ffmpeg sox` or `brew install ffmpeg sox`."
            )


def treat(treatment: Treatment, source: Path, gain_db: float, target: Path) -> None:
    """Write ``source`` with gain and the treatment's EQ, dynamics and width, as 32-bit float WAV."""
    if treatment.software == "ffmpeg":
        ffmpeg(
            source,
            [f"volume={gain_db:.4f}dB", "aformat=sample_fmts=dblp", *_ffmpeg_filters(treatment)],
            target,
        )
    else:
        _sox(source, gain_db, _sox_effects(treatment), target)


def limit(source: Path, gain_db: float, limiter: Limiter, target: Path) -> None:
    """Write ``source`` with gain through ffmpeg's look-ahead limiter, as 32-bit float WAV."""
    times = f"attack={limiter.attack_ms:.3f}:release={limiter.release_ms:.3f}"
    alimiter = f"alimiter=limit={10 ** (limiter.ceiling_db / 20):.6f}:{times}:level=disabled"
    ffmpeg(source, ["aformat=sample_fmts=dbl", f"volume={gain_db:.4f}dB", alimiter], target)


def ffmpeg(source: Path, filters: list[str], target: Path) -> None:
    """Run ffmpeg with a chain of audio filters."""
    quiet = ["ffmpeg", "-nostdin", "-v", "error", "-y"]
    _run([*quiet, "-i", str(source), "-af", ",".join(filters), "-c:a", "pcm_f32le", str(target)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SoftwareFailedError(f"{command[0]} failed: {done.stderr.strip()} ({' '.join(command)})")


def _ffmpeg_filters(treatment: Treatment) -> list[str]:
    filters = [_ffmpeg_eq(move) for move in treatment.eq]
    if treatment.dynamics is not None:
        filters.append(_ffmpeg_dynamics(treatment.dynamics))
    if treatment.side_db:
        filters.append(f"stereotools=slev={10 ** (treatment.side_db / 20):.5f}:softclip=0")
    return filters


def _ffmpeg_eq(move: EqMove) -> str:
    if move.kind == "tilt":
        entries = ";".join(f"entry({hz:g},{gain:.3f})" for hz, gain in _tilt(move.gain_db))
        return f"firequalizer=gain_entry='{entries}'"
    name = {"bell": "equalizer", "low_shelf": "bass", "high_shelf": "treble"}[move.kind]
    return f"{name}=f={move.freq_hz:.2f}:t=q:w={move.q:.4f}:g={move.gain_db:.3f}"


def _tilt(gain_db: float) -> list[tuple[float, float]]:
    last = len(_TILT_POINTS_HZ) - 1
    return [(hz, gain_db * (index / last - 0.5)) for index, hz in enumerate(_TILT_POINTS_HZ)]


def _ffmpeg_dynamics(dynamics: Dynamics) -> str:
    if dynamics.ratio > 1.0:
        threshold = 10 ** (dynamics.threshold_db / 20)
        times = f"attack={dynamics.attack_ms:.3f}:release={dynamics.release_ms:.3f}"
        return f"acompressor=threshold={threshold:.6f}:ratio={dynamics.ratio:.4f}:{times}"
    points = "|".join(f"{x:.3f}/{y:.3f}" for x, y in _curve(dynamics, 0.0))
    times = f"attacks={dynamics.attack_ms / 1000:.5f}:decays={dynamics.release_ms / 1000:.5f}"
    return f"compand={times}:points={points}:soft-knee=3"


def _curve(dynamics: Dynamics, headroom_db: float) -> list[tuple[float, float]]:
    """Level in, level out, in dB, lowered by the headroom: the corners of the transfer curve up to full scale.

    Both programs take a last point at 0 dB in for granted and would put it at 0 dB out; SoX refuses an output above
    0 dB, so a curve that ends higher is lowered as a whole (the level is set afterwards anyway).
    """
    threshold = dynamics.threshold_db
    top = threshold + (headroom_db - threshold) / dynamics.ratio
    corners = [(-90.0, -90.0), (threshold, threshold), (headroom_db, top)]
    excess_db = headroom_db + max(0.0, top - headroom_db)
    return [(level_in - headroom_db, level_out - excess_db) for level_in, level_out in corners]


def _sox(source: Path, gain_db: float, effects: list[list[str]], target: Path) -> None:
    """SoX computes in integers and clips, so the song goes through with headroom and comes back up in float."""
    lowered = target.with_suffix(".lowered.wav")
    command = ["sox", "-V1", "-D", str(source), "-b", "32", "-e", "floating-point", str(lowered)]
    command += ["gain", f"{gain_db - _SOX_HEADROOM_DB:.4f}"]
    _run([*command, *(word for effect in effects for word in effect)])
    ffmpeg(lowered, ["aformat=sample_fmts=flt", f"volume={_SOX_HEADROOM_DB}dB"], target)
    lowered.unlink()


def _sox_effects(treatment: Treatment) -> list[list[str]]:
    effects = [effect for move in treatment.eq for effect in _sox_eq(move)]
    if treatment.dynamics is not None:
        effects.append(_sox_dynamics(treatment.dynamics))
    if treatment.side_db:
        side = 10 ** (treatment.side_db / 20)
        same, cross = (1 + side) / 2, (1 - side) / 2
        effects.append(["remix", "-m", f"1v{same:.5f},2v{cross:.5f}", f"1v{cross:.5f},2v{same:.5f}"])
    return effects


def _sox_eq(move: EqMove) -> list[list[str]]:
    gain = f"{move.gain_db:.3f}"
    if move.kind == "tilt":
        half = 0.5 * move.gain_db
        return [["bass", f"{-half:.3f}", "250", "0.4q"], ["treble", f"{half:.3f}", "3000", "0.4q"]]
    if move.kind == "bell":
        return [["equalizer", f"{move.freq_hz:.2f}", f"{move.q:.4f}q", gain]]
    return [["bass" if move.kind == "low_shelf" else "treble", gain, f"{move.freq_hz:.2f}", f"{move.q:.4f}q"]]


def _sox_dynamics(dynamics: Dynamics) -> list[str]:
    points = ",".join(f"{x:.3f},{y:.3f}" for x, y in _curve(dynamics, _SOX_HEADROOM_DB))
    return ["compand", f"{dynamics.attack_ms / 1000:.5f},{dynamics.release_ms / 1000:.5f}", f"3:{points}"]
