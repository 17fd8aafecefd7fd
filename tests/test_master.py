"""The main job as a library: paths or arrays in, a master out, and everything that was found told."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile
import soxr

import metamaster
from metamaster import Amounts, MasterOptions, MasterResult
from metamaster.audio.files import ArraySource
from metamaster.chain.settings import DEFAULTS
from metamaster.chain.settings_file import load_settings, save_settings
from metamaster.errors import (
    BadOption,
    OutputExists,
    OutputFormat,
    SameAsMix,
    TooManyChannels,
    UnsupportedSampleRate,
)
from metamaster.learn.genre.file import save_genre
from metamaster.settings_of import settings_file_of
from metamaster.teach import teach
from tests.conftest import RATE, Clip

Job = Callable[..., MasterResult]


@pytest.fixture(scope="module")
def master_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("master") / "master.wav"


@pytest.fixture(scope="module")
def result(mix: Clip, record: Clip, master_path: Path) -> MasterResult:
    """The mix mastered after the record, as it comes."""
    return metamaster.master(mix.path, record.path, master_path)


@pytest.fixture(scope="module")
def from_neutral(mix: Clip, record: Clip, tmp_path_factory: pytest.TempPathFactory) -> MasterResult:
    """The same by the style model alone, whose chain begins neutral: all that is done is done by the steps."""
    return metamaster.master(
        mix.path, record.path, tmp_path_factory.mktemp("neutral") / "master.wav", MasterOptions(style="learned")
    )


@pytest.fixture(scope="module")
def dry_run(mix: Clip, record: Clip) -> Job:
    """A job that writes nothing; ``options`` as for ``MasterOptions``."""

    def run(reference: object = record.path, settings: object = None, **options: object) -> MasterResult:
        return metamaster.master(mix.path, reference, None, MasterOptions(**options), settings)

    return run


def file_lufs(path: Path) -> float:
    samples, rate = soundfile.read(path)
    return float(pyloudnorm.Meter(rate).integrated_loudness(samples))


def tone_db(analysis: object) -> np.ndarray:
    """Third-octaves of the mid relative to their mean, where music has something to show: 40 Hz to 12.5 kHz."""
    levels = np.asarray(analysis.spectrum.mid_db)[2:28]
    return levels - levels.mean()


def test_the_master_is_as_loud_as_the_reference(result: MasterResult, master_path: Path) -> None:
    assert file_lufs(master_path) == pytest.approx(-13.0, abs=0.1)
    assert result.delivered is not None and result.delivered.true_peak_db <= -1.0


def test_the_master_is_the_mixs_length_and_rate(result: MasterResult, mix: Clip, master_path: Path) -> None:
    info = soundfile.info(master_path)
    assert (info.frames, info.samplerate, info.channels) == (mix.samples.shape[1], RATE, 2)


def off_target_db(result: MasterResult) -> tuple[float, float]:
    """How far the tone of the mix and that of the master are from the target."""
    assert result.master is not None and result.target is not None
    change = np.array(result.target.change_db["tone"])[2:28]
    wanted = tone_db(result.mix.analysis) + change - change.mean()
    before, after = (float(np.abs(tone_db(one.analysis) - wanted).mean()) for one in (result.mix, result.master))
    return before, after


def test_the_master_sounds_more_like_its_target_than_the_mix_did(result: MasterResult) -> None:
    """By a third at least: where the predictor would have the chain counts beside the target."""
    before, after = off_target_db(result)
    assert after < before * 2.0 / 3.0


def test_the_steps_alone_bring_the_tone_within_a_third_of_what_it_was_off(from_neutral: MasterResult) -> None:
    before, after = off_target_db(from_neutral)
    assert after < before / 3.0


def test_everything_that_was_found_is_told(result: MasterResult, master_path: Path) -> None:
    assert (result.mix.name, [one.name for one in result.references]) == ("mix.wav", ["record.wav"])
    assert result.out == master_path and result.sentences
    assert result.target_lufs == pytest.approx(-13.0, abs=0.01)
    assert set(result.seconds) >= {"listen", "adapt", "render"}


def test_the_loss_falls_at_every_step(result: MasterResult) -> None:
    assert result.target is not None
    losses = result.target.losses
    assert len(losses) > 1 and list(losses) == sorted(losses, reverse=True) and losses[-1] < losses[0]


def test_the_steps_alone_take_away_most_of_the_loss(from_neutral: MasterResult) -> None:
    assert from_neutral.target is not None
    assert from_neutral.target.losses[-1] < 0.3 * from_neutral.target.losses[0]


def test_the_same_job_gives_the_same_bytes(result: MasterResult, mix: Clip, record: Clip, master_path: Path) -> None:
    again = master_path.with_name("again.wav")
    second = metamaster.master(mix.path, record.path, again)
    assert second.settings == result.settings and again.read_bytes() == master_path.read_bytes()


def test_another_seed_changes_the_dither_alone(mix: Clip, record: Clip, result: MasterResult, tmp_path: Path) -> None:
    out = tmp_path / "other.wav"
    metamaster.master(mix.path, record.path, out, MasterOptions(seed=1))
    one, other = (soundfile.read(path)[0] for path in (result.out, out))
    assert 0.0 < np.abs(one - other).max() < 4.0 * 2.0**-23


def test_arrays_are_as_good_as_files(result: MasterResult, mix: Clip, record: Clip) -> None:
    found = metamaster.master(ArraySource(mix.samples, RATE, "mix"), ArraySource(record.samples, RATE, "record"))
    assert found.target == result.target


def test_paths_may_be_text(result: MasterResult, mix: Clip, record: Clip) -> None:
    assert metamaster.master(str(mix.path), [str(record.path)]).target == result.target


def test_a_dry_run_writes_nothing(dry_run: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = dry_run()
    assert (found.out, found.delivered, found.master) == (None, None, None)
    assert list(tmp_path.iterdir()) == []


def test_references_count_by_their_weights(dry_run: Job, mix: Clip, record: Clip) -> None:
    duller = ArraySource(_darkened(record.samples), RATE, "duller")
    one, other = (np.array(dry_run(reference, steps=0).target.change_db["tone"]) for reference in (record.path, duller))
    found = dry_run([(record.path, 3.0), (duller, 1.0)], steps=0)
    assert [heard.weight for heard in found.references] == [3.0, 1.0]
    assert found.target.change_db["tone"] == pytest.approx(0.75 * one + 0.25 * other, abs=1e-6)


def _darkened(samples: np.ndarray) -> np.ndarray:
    return (0.5 * samples + 0.5 * np.pad(samples, ((0, 0), (1, 0)))[:, :-1]).astype(np.float32)


def test_amounts_of_nothing_change_loudness_alone(dry_run: Job) -> None:
    found = dry_run(amounts=Amounts(tone=0.0, dynamics=0.0, width=0.0))
    changed = {name for name, value in found.settings.as_dict().items() if value != DEFAULTS[name]}
    assert changed == {"trim.gain_db", "limiter.drive_db"}
    assert found.target_lufs == pytest.approx(-13.0, abs=0.01)


def test_no_amount_at_all_gives_the_mix_back(mix: Clip, record: Clip, tmp_path: Path) -> None:
    out = tmp_path / "same.wav"
    found = metamaster.master(mix.path, record.path, out, MasterOptions(amounts=Amounts().scaled(0.0)))
    assert found.delivered.loudness_lufs == pytest.approx(found.mix.analysis.loudness.integrated_lufs, abs=0.1)
    assert np.abs(tone_db(found.master.analysis) - tone_db(found.mix.analysis)).max() < 0.1


@pytest.mark.parametrize(
    ("aspect", "stages"),
    [("tone", ("eq.mid",)), ("width", ("eq.side", "image")), ("dynamics", ("multiband", "saturation"))],
)
def test_one_aspect_alone_leaves_the_other_stages_neutral(dry_run: Job, aspect: str, stages: tuple[str, ...]) -> None:
    found = dry_run(amounts=Amounts().only(frozenset({aspect}))).settings
    changed = {name for name, value in found.as_dict().items() if value != pytest.approx(DEFAULTS[name], rel=1e-6)}
    assert any(name.startswith(stages) for name in changed)
    assert all(name.startswith((*stages, "trim", "limiter.drive_db")) for name in changed)


def test_less_of_it_goes_less_far(dry_run: Job) -> None:
    whole, half = (
        np.abs(dry_run(amounts=Amounts(tone=amount), steps=0).target.change_db["tone"]).mean() for amount in (1.0, 0.5)
    )
    assert half == pytest.approx(0.5 * whole)


def test_a_loudness_that_was_asked_for_is_delivered(mix: Clip, record: Clip, tmp_path: Path) -> None:
    out = tmp_path / "asked.flac"
    metamaster.master(mix.path, record.path, out, MasterOptions(loudness=-16.0, true_peak_db=-2.0, steps=1))
    assert file_lufs(out) == pytest.approx(-16.0, abs=0.1)


def test_saved_settings_give_the_same_master_again(result: MasterResult, mix: Clip, tmp_path: Path) -> None:
    save_settings(tmp_path / "chain.json", settings_file_of(result, MasterOptions()))
    again = metamaster.master(mix.path, (), tmp_path / "again.wav", settings=load_settings(tmp_path / "chain.json"))
    one, other = (soundfile.read(path)[0] for path in (result.out, again.out))
    assert np.mean((one - other) ** 2) < 1e-5 * np.mean(one**2) and again.target is None


def test_settings_may_be_named_by_their_file_and_keep_their_true_peak(
    result: MasterResult, mix: Clip, tmp_path: Path
) -> None:
    save_settings(tmp_path / "chain.json", settings_file_of(result, MasterOptions(true_peak_db=-4.0)))
    again = metamaster.master(mix.path, (), tmp_path / "again.wav", settings=str(tmp_path / "chain.json"))
    assert again.delivered.ceiling_db == -4.0 and again.delivered.true_peak_db <= -4.0


def test_a_genre_may_be_named_by_its_file(mix: Clip, record: Clip, tmp_path: Path) -> None:
    genre = teach("own", record.path)
    save_genre(tmp_path / "own.safetensors", genre)
    named = metamaster.master(mix.path, genre=str(tmp_path / "own.safetensors"))
    assert named.settings == metamaster.master(mix.path, genre=genre).settings


def test_saved_settings_master_another_song_to_their_loudness(
    result: MasterResult, record: Clip, tmp_path: Path
) -> None:
    file = settings_file_of(result, MasterOptions())
    metamaster.master(record.path, (), tmp_path / "other.wav", settings=file)
    assert file_lufs(tmp_path / "other.wav") == pytest.approx(-13.0, abs=0.1)


def test_saved_settings_say_where_they_came_from(result: MasterResult) -> None:
    about = settings_file_of(result, MasterOptions(seed=3)).about
    assert (about.mix, about.seed, about.steps, about.rule) == ("mix.wav", 3, 5, "levenberg-marquardt")
    assert [(one.name, one.weight) for one in about.references] == [("record.wav", 1.0)]


@pytest.mark.parametrize("rate", [22050, 48000])
def test_mix_and_reference_may_differ_in_rate(mix: Clip, record: Clip, tmp_path: Path, rate: int) -> None:
    other = np.ascontiguousarray(soxr.resample(mix.samples.T, RATE, rate).T)
    out = tmp_path / "master.wav"
    found = metamaster.master(ArraySource(other, rate, "mix"), record.path, out, MasterOptions(steps=2))
    assert soundfile.info(out).samplerate == rate
    assert any("44.1 kHz" in note and f"{rate / 1000:g} kHz" in note for note in found.warnings)


def test_a_mono_mix_gives_a_mono_master_as_loud_as_it_sounds(mix: Clip, record: Clip, tmp_path: Path) -> None:
    out = tmp_path / "master.wav"
    metamaster.master(ArraySource(mix.samples[:1], RATE, "mono"), record.path, out, MasterOptions(steps=2))
    both = np.repeat(soundfile.read(out)[0][:, None], 2, axis=1)
    assert soundfile.info(out).channels == 1
    assert pyloudnorm.Meter(RATE).integrated_loudness(both) == pytest.approx(-13.0, abs=0.1)


def test_an_excerpt_of_three_seconds_is_enough(mix: Clip, record: Clip, tmp_path: Path) -> None:
    out = tmp_path / "short.wav"
    metamaster.master(ArraySource(mix.samples[:, : 3 * RATE], RATE), record.path, out, MasterOptions(steps=1))
    assert soundfile.info(out).frames == 3 * RATE


def test_progress_is_told_part_by_part(mix: Clip, record: Clip, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    metamaster.master(
        mix.path,
        record.path,
        tmp_path / "a.wav",
        MasterOptions(steps=2),
        progress=lambda part, share: told.append((part, share)),
    )
    assert list(dict.fromkeys(part for part, _ in told)) == ["listen", "adapt", "render"]
    assert all(0.0 <= share <= 1.0 for _, share in told)


class Broken(ArraySource):
    """An array that says to be something else."""

    def __init__(self, samples: np.ndarray, **changes: int) -> None:
        super().__init__(samples, RATE, "broken")
        for name, value in changes.items():
            setattr(self, name, value)


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"channels": 3}, TooManyChannels), ({"sample_rate": 4000}, UnsupportedSampleRate)],
)
def test_arrays_are_checked_as_files_are(
    mix: Clip, record: Clip, changes: dict[str, int], error: type[Exception]
) -> None:
    with pytest.raises(error, match="broken"):
        metamaster.master(Broken(mix.samples, **changes), record.path)


def test_the_mix_is_no_reference(mix: Clip) -> None:
    with pytest.raises(SameAsMix, match=r"mix\.wav is the mix itself"):
        metamaster.master(mix.path, mix.path)


def test_without_a_reference_there_is_nothing_to_do(mix: Clip) -> None:
    with pytest.raises(BadOption, match="a reference, a genre, or a chain's settings: one of them"):
        metamaster.master(mix.path)


def test_no_reference_may_be_said_as_none(mix: Clip, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="a reference, a genre, or a chain's settings: one of them"):
        metamaster.master(mix.path, None, tmp_path / "master.wav")


def test_a_chain_and_a_reference_are_one_too_many(result: MasterResult, mix: Clip, record: Clip) -> None:
    with pytest.raises(BadOption, match="a reference, a genre, or a chain's settings: one of them"):
        metamaster.master(mix.path, record.path, settings=settings_file_of(result, MasterOptions()))


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf"), 1e308])
def test_a_weight_is_a_number_above_zero(mix: Clip, record: Clip, weight: float) -> None:
    with pytest.raises(BadOption, match=r"record\.wav is .*: give a number above 0, at most 1000"):
        metamaster.master(mix.path, (record.path, weight))


def test_an_unknown_rule_is_refused_before_any_work(dry_run: Job) -> None:
    with pytest.raises(BadOption, match="no rule 'sgd'"):
        dry_run(rule="sgd", reference="there is no such file.wav")


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("master.mp3", MasterOptions(), OutputFormat),
        ("master.flac", MasterOptions(bits=32), OutputFormat),
        ("master.wav", MasterOptions(bits=20), OutputFormat),
    ],
)
def test_a_format_that_cannot_be_written_is_refused_before_any_work(
    mix: Clip, record: Clip, tmp_path: Path, name: str, options: MasterOptions, error: type[Exception]
) -> None:
    told: list[str] = []
    with pytest.raises(error):
        metamaster.master(mix.path, record.path, tmp_path / name, options, progress=lambda part, _: told.append(part))
    assert told == []


@pytest.mark.parametrize("own", ["mix", "record"])
def test_a_master_never_takes_the_place_of_what_it_is_made_from(
    own: str, mix: Clip, record: Clip, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(own).path
    before = path.read_bytes()
    with pytest.raises(OutputExists, match="what the master is made from"):
        metamaster.master(mix.path, record.path, path, MasterOptions(overwrite=True))
    assert path.read_bytes() == before


IMPORTS = {
    "the package": "import metamaster; f = metamaster.master",
    "the package, after the module": "import metamaster.master, metamaster; f = metamaster.master",
    "the name": "from metamaster import master as f",
    "the module": "import metamaster.master as f",
    "the function in the module": "from metamaster.master import master as f",
    "the command line first": "import metamaster.cli.master_command; from metamaster import master as f",
}


@pytest.mark.parametrize("way", IMPORTS)
def test_it_can_be_called_whichever_way_it_was_imported(way: str, mix: Clip, record: Clip) -> None:
    code = f"""
{IMPORTS[way]}
from metamaster import MasterOptions
found = f({str(mix.path)!r}, {str(record.path)!r}, options=MasterOptions(steps=0))
import json
print(json.dumps(found.target_lufs))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "" and json.loads(done.stdout) == pytest.approx(-13.0, abs=0.01)


def test_an_offset_of_the_mix_is_not_mastered(mix: Clip, record: Clip, tmp_path: Path) -> None:
    offset = ArraySource(mix.samples + np.float32(0.3), RATE, "mix.wav")
    found = metamaster.master(offset, ArraySource(record.samples, RATE), tmp_path / "a.wav", MasterOptions(steps=0))
    assert soundfile.read(tmp_path / "a.wav")[0].mean(axis=0) == pytest.approx([0.0, 0.0], abs=1e-3)
    assert any("DC offset of 30.0" in text and "it is removed" in text for text in found.warnings)
