"""The exported script stands alone and sounds like the chain that it was made from."""

import ast
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import soundfile

from metamaster.chain.export.script import pedalboard_script
from metamaster.chain.pedalboard_renderer.chain import UnlimitedChain
from metamaster.chain.settings import DEFAULTS, Settings
from tests.chain.settings_examples import ABOUT, busy_settings, file_at, file_with

BLOCK = 65536
Script = dict[str, Any]
Export = Callable[..., Script]


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Writes the script of some settings, runs it as a module and gives what it defines."""

    def exported(settings: Settings = DEFAULTS) -> Script:
        path = tmp_path / "script.py"
        path.write_text(pedalboard_script(file_with(settings)), encoding="utf-8")
        return runpy.run_path(str(path))

    return exported


def noise(samples: int, seed: int = 0) -> np.ndarray:
    """Noise that swells and fades, so that compressors work."""
    swell = 0.5 - 0.5 * np.cos(np.arange(samples) * 2 * np.pi / 30000)
    return (np.random.default_rng(seed).uniform(-0.8, 0.8, (2, samples)) * swell).astype(np.float32)


def music(shared_dir: Path) -> tuple[np.ndarray, int]:
    path = shared_dir / "audio" / "mixes" / "electronic-vocal__lithium__a.flac"
    audio, sample_rate = soundfile.read(path, dtype="float32", frames=3 * BLOCK)
    return np.ascontiguousarray(audio.T), sample_rate


def blocks(audio: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, audio.shape[1], BLOCK):
        yield audio[:, start : start + BLOCK]


def rendered(chain: Any, audio: np.ndarray) -> np.ndarray:
    return np.concatenate([chain.process(block) for block in blocks(audio)], axis=1)


def largest_difference(script: Script, settings: Settings, audio: np.ndarray, sample_rate: int) -> float:
    ours = rendered(UnlimitedChain(settings.as_dict(), sample_rate), audio)
    theirs = rendered(script["UnlimitedChain"](script["SETTINGS"], sample_rate), audio)
    return float(np.max(np.abs(ours - theirs)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("sample_rate", [44100, 48000, 96000])
def test_up_to_the_limiter_it_is_our_chain_on_noise(export: Export, seed: int, sample_rate: int):
    settings = busy_settings(seed)
    assert largest_difference(export(settings), settings, noise(2 * BLOCK + 1000), sample_rate) <= 1e-6


def test_up_to_the_limiter_it_is_our_chain_on_music(export: Export, shared_dir: Path):
    settings = busy_settings()
    assert largest_difference(export(settings), settings, *music(shared_dir)) <= 1e-6


def test_a_neutral_chain_is_our_chain_too(export: Export):
    assert largest_difference(export(), DEFAULTS, noise(BLOCK), 44100) <= 1e-6


def test_the_settings_are_those_of_the_file_exactly(export: Export):
    settings = busy_settings()
    assert export(settings)["SETTINGS"] == settings.as_dict()


def test_it_needs_nothing_but_the_named_packages():
    tree = ast.parse(pedalboard_script(file_with()))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    outside = {str(module).partition(".")[0] for module in modules} - set(sys.stdlib_module_names)
    assert outside == {"numpy", "scipy", "soundfile", "pedalboard"}


def test_it_says_where_it_came_from_and_whose_limiter_it_has():
    script = pedalboard_script(file_with(loudness_lufs=-14.0))
    assert "# Found by 'metamaster 0.1.0' for\n#   mix 'mix.wav'\n#   reference 'reference.flac', weight 1\n" in script
    assert "# to be delivered at -14 LUFS and a true peak of at most -1 dBTP\n" in script
    assert "metamaster's limiter is not in Pedalboard" in script


@pytest.mark.parametrize("end", ["\n", "\r", "\x0c", "\u2028", "'\n", '"""\n'])
def test_a_name_cannot_become_code(end: str):
    about = msgspec.structs.replace(ABOUT, mix=f"mix{end}raise SystemExit(1)")
    script = pedalboard_script(msgspec.structs.replace(file_with(), about=about))
    assert ast.dump(ast.parse(script)) == ast.dump(ast.parse(pedalboard_script(file_with())))


class TestOnFiles:
    """As its user runs it."""

    @pytest.fixture
    def run(self, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
        def run(*arguments: str, **controls: float) -> subprocess.CompletedProcess[str]:
            (tmp_path / "script.py").write_text(pedalboard_script(file_at(**controls)), encoding="utf-8")
            # Isolated and from another folder: nothing of metamaster can be found by accident.
            command = [sys.executable, "-I", "script.py", *arguments]
            return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        return run

    @pytest.mark.parametrize("samples", [1, 2, BLOCK - 100, BLOCK, 2 * BLOCK + 2])
    def test_the_master_is_as_long_as_the_mix(self, tmp_path: Path, export: Export, samples: int):
        soundfile.write(tmp_path / "in.wav", noise(samples).T, 44100)
        script = export()
        script["master"](tmp_path / "in.wav", tmp_path / "out.wav", script["SETTINGS"])
        assert soundfile.info(tmp_path / "out.wav").frames == samples

    def test_a_quiet_mix_through_a_neutral_chain_stays_in_its_place(self, tmp_path: Path, export: Export):
        mix = 0.25 * noise(BLOCK + 5000)
        soundfile.write(tmp_path / "in.wav", mix.T, 44100, "FLOAT")
        script = export()
        script["master"](tmp_path / "in.wav", tmp_path / "out.wav", script["SETTINGS"])
        master = soundfile.read(tmp_path / "out.wav", dtype="float32")[0].T
        expected = rendered(UnlimitedChain(DEFAULTS.as_dict(), 44100), mix)
        assert np.max(np.abs(master - expected)) <= 2.0**-23

    def test_peaks_are_limited(self, tmp_path: Path, run: Callable[..., Any]):
        soundfile.write(tmp_path / "in.flac", noise(BLOCK).T, 48000)
        done = run("in.flac", "out.aif", limiter__drive_db=12.0, limiter__ceiling_db=-2.0)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        master, sample_rate = soundfile.read(tmp_path / "out.aif", dtype="float32")
        assert sample_rate == 48000
        assert np.max(np.abs(master)) <= 10 ** (-2.0 / 20) + 2.0**-23

    def test_a_mono_mix_becomes_a_stereo_master(self, tmp_path: Path, run: Callable[..., Any]):
        soundfile.write(tmp_path / "in.wav", noise(5000)[0], 44100)
        assert run("in.wav", "out.wav").returncode == 0
        master = soundfile.read(tmp_path / "out.wav")[0]
        assert master.shape == (5000, 2)
        np.testing.assert_array_equal(master[:, 0], master[:, 1])

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ([], "Usage: python THIS_SCRIPT.py IN OUT"),
            (["missing.wav", "out.wav"], "missing.wav does not exist."),
            (["in.wav", "in.wav"], "in.wav exists already: name another file."),
            (["in.wav", "out.mp3"], "out.mp3 has no suffix of .wav, .aif, .aiff, .flac: give it one."),
            (["in.wav", "out.wav"], "in.wav has 3 channels: give a mono or stereo file."),
            (["in.wav", "none/out.wav"], "The folder none does not exist: create it first."),
        ],
    )
    def test_what_cannot_be_done_is_said(
        self, tmp_path: Path, run: Callable[..., Any], arguments: list[str], said: str
    ):
        soundfile.write(tmp_path / "in.wav", np.zeros((100, 3)), 44100)
        done = run(*arguments)
        assert (done.returncode, done.stderr.strip()) == (1, said)
        assert not (tmp_path / "out.wav").exists()

    def test_what_is_no_audio_is_said(self, tmp_path: Path, run: Callable[..., Any]):
        (tmp_path / "in.wav").write_text("la la la")
        done = run("in.wav", "out.wav")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert done.stderr.startswith("in.wav cannot be mastered into out.wav: ")
        assert not (tmp_path / "out.wav").exists()

    @pytest.mark.parametrize("sample", [np.nan, np.inf])
    def test_a_sample_that_is_no_number_is_said(self, tmp_path: Path, run: Callable[..., Any], sample: float):
        mix = noise(3 * BLOCK)
        mix[1, 2 * BLOCK] = sample
        soundfile.write(tmp_path / "in.wav", mix.T, 44100, "FLOAT")
        done = run("in.wav", "out.wav")
        said = "in.wav holds samples that are not numbers (NaN or infinite): export it again."
        assert (done.returncode, done.stderr.strip()) == (1, said)
        assert not (tmp_path / "out.wav").exists()
