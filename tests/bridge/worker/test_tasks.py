"""What the library does for each order."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bridge.session.job import Adapted, AdaptOrder, Analysed, AnalyseOrder, Rendered, RenderOrder, Taught, TeachOrder
from bridge.session.meters import SILENCE_DB, FileMeters
from bridge.session.references import Reference
from bridge.worker.ears import Ears
from bridge.worker.tasks import perform
from metamaster.audio.files import open_source
from metamaster.chain.settings import DEFAULTS, settings_from
from metamaster.errors import (
    DamagedGenre,
    InputMissing,
    MetamasterError,
    NonFiniteInput,
    OutputExists,
    OutputFull,
    SameAsMix,
    SilentInput,
)
from metamaster.measure.analysis import analyse
from metamaster.measure.levels import measure_levels
from metamaster.options import MasterOptions
from metamaster.style.names import ASPECT_NAMES
from tests.conftest import Clip

ALL = dict.fromkeys(ASPECT_NAMES, 1.0)


class Shares:
    """Notes what is told of progress."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float]] = []

    def __call__(self, part: str, share: float) -> None:
        assert 0.0 <= share <= 1.0
        self.told.append((part, share))

    @property
    def parts(self) -> list[str]:
        return list(dict.fromkeys(part for part, _ in self.told))


def adapting(mix: Clip, *references: Reference, loudness_lufs: float | None = None) -> AdaptOrder:
    return AdaptOrder(1, str(mix.path), references, ALL, loudness_lufs, -1.0)


def rendering(mix: Clip, out: Path, **changes: object) -> RenderOrder:
    settings = DEFAULTS.replace({"trim.gain_db": 2.0, "limiter.drive_db": 3.0}).as_dict()
    wanted = {"loudness_lufs": -12.0, "true_peak_db": -1.0, "bits": 24, "overwrite": False, "insist": True, **changes}
    return RenderOrder(2, str(mix.path), str(out), settings, **wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(("samples", "refused"), [(np.nan, NonFiniteInput), (1e30, NonFiniteInput), (0.0, SilentInput)])
def test_a_mix_that_is_no_music_is_named_before_anything_is_written(
    tmp_path: Path, samples: float, refused: type[MetamasterError]
):
    mix = Clip(np.full((2, 4 * 44_100), samples, np.float32), tmp_path / "mix.wav")
    soundfile.write(mix.path, mix.samples.T, 44_100, subtype="FLOAT")
    with pytest.raises(refused, match=r"^mix\.wav "):
        perform(rendering(mix, tmp_path / "master.wav"), Ears(), Shares())
    assert [path.name for path in tmp_path.iterdir()] == ["mix.wav"]


def test_adapting_finds_what_mastering_finds(mix: Clip, record: Clip):
    from metamaster.master import master

    shares = Shares()
    found = perform(adapting(mix, Reference(str(record.path))), Ears(), shares)
    assert isinstance(found, Adapted)
    expected = master(mix.path, record.path, options=MasterOptions(study_master=False))
    assert settings_from(found.settings) == expected.settings.replace({"limiter.ceiling_db": -1.0})
    assert found.loudness_lufs == pytest.approx(expected.target_lufs, abs=0.01)
    assert shares.parts == ["listen", "adapt"]


def test_a_genre_is_kept_and_adapted_into(mix: Clip, record: Clip, tmp_path: Path):
    from metamaster.learn.genre.file import load_genre
    from metamaster.master import master

    ears, path = Ears(), tmp_path / "genre.safetensors"
    taught = perform(TeachOrder(1, "Mine", str(path), (Reference(str(record.path), 2.0),)), ears, Shares())
    assert taught == Taught("Mine", 1)
    found = perform(AdaptOrder(2, str(mix.path), (), ALL, None, -1.0, str(path)), ears, Shares())
    assert isinstance(found, Adapted)
    expected = master(mix.path, genre=load_genre(path), options=MasterOptions(study_master=False))
    assert settings_from(found.settings) == expected.settings.replace({"limiter.ceiling_db": -1.0})


def test_a_file_that_is_no_genre_is_told(mix: Clip, tmp_path: Path):
    path = tmp_path / "genre.safetensors"
    path.write_bytes(b"something else")
    with pytest.raises(DamagedGenre):
        perform(AdaptOrder(2, str(mix.path), (), ALL, None, -1.0, str(path)), Ears(), Shares())


def test_a_second_time_nothing_is_listened_to(mix: Clip, record: Clip):
    ears, shares = Ears(), Shares()
    paths = [str(mix.path), str(record.path)]
    first = ears.listen(paths, lambda _: None)
    perform(adapting(mix, Reference(str(record.path)), loudness_lufs=-12.0), ears, shares)
    assert shares.parts == ["adapt"]
    assert ears.listen(paths, lambda _: None) == first


def test_a_file_that_has_changed_is_listened_to_again(mix: Clip, record: Clip, tmp_path: Path):
    ears, path = Ears(), tmp_path / "song.wav"
    path.write_bytes(mix.path.read_bytes())
    (before,) = ears.listen([str(path)], lambda _: None)
    path.write_bytes(record.path.read_bytes())
    (after,) = ears.listen([str(path)], lambda _: None)
    assert after.loudness_lufs > before.loudness_lufs + 1.0


def test_a_mix_is_not_its_own_reference(mix: Clip):
    with pytest.raises(SameAsMix):
        perform(adapting(mix, Reference(str(mix.path))), Ears(), Shares())


def test_a_file_that_has_gone_is_named(mix: Clip, tmp_path: Path):
    with pytest.raises(InputMissing, match="gone"):
        perform(adapting(mix, Reference(str(tmp_path / "gone.wav"))), Ears(), Shares())


def test_a_render_delivers_what_was_asked_for(mix: Clip, tmp_path: Path):
    shares = Shares()
    done = perform(rendering(mix, tmp_path / "out.wav"), Ears(), shares)
    assert isinstance(done, Rendered)
    levels = measure_levels(open_source(tmp_path / "out.wav"))
    assert levels.loudness.integrated_lufs == pytest.approx(-12.0, abs=0.05)
    assert levels.true_peak.dbtp <= -1.0
    assert shares.parts == ["render", "measure"]
    assert max(done.meters.reduction_db) > 0.0 and len(done.meters.peak_db) == 120


def test_a_genre_that_finds_no_room_leaves_nothing(record: Clip, tmp_path: Path, small_disk: int):
    references = tuple(Reference(str(record.path), 1.0 + number) for number in range(small_disk // 4000 + 1))
    with pytest.raises(OutputFull):
        perform(TeachOrder(1, "Mine", str(tmp_path / "genre.safetensors"), references), Ears(), Shares())
    assert list(tmp_path.iterdir()) == []


def test_a_render_that_cannot_be_written_leaves_nothing(mix: Clip, tmp_path: Path, small_disk: int):
    with pytest.raises(OutputFull):
        perform(rendering(mix, tmp_path / "out.wav"), Ears(), Shares())
    assert list(tmp_path.iterdir()) == []


def test_a_render_that_is_given_up_leaves_nothing(mix: Clip, tmp_path: Path):
    class GivenUp(Exception):
        pass

    def heed(part: str, share: float) -> None:
        if share > 0.6:
            raise GivenUp

    with pytest.raises(GivenUp):
        perform(rendering(mix, tmp_path / "out.wav"), Ears(), heed)
    assert list(tmp_path.iterdir()) == []


def test_a_render_replaces_only_what_it_may(mix: Clip, tmp_path: Path):
    out = tmp_path / "out.wav"
    out.write_text("old")
    with pytest.raises(OutputExists):
        perform(rendering(mix, out), Ears(), Shares())
    assert out.read_text() == "old"
    perform(rendering(mix, out, overwrite=True), Ears(), Shares())
    assert open_source(out).frames == open_source(mix.path).frames


def test_a_render_never_replaces_its_mix(mix: Clip):
    with pytest.raises(OutputExists):
        perform(rendering(mix, mix.path, overwrite=True), Ears(), Shares())


@pytest.fixture(scope="module")
def measured(mix: Clip) -> Analysed:
    found = perform(AnalyseOrder(3, str(mix.path)), Ears(), Shares())
    assert isinstance(found, Analysed)
    return found


def test_the_meters_of_a_whole_file_are_its_analysis(mix: Clip, measured: Analysed):
    meters, analysis = FileMeters(measured.meters).read(None), analyse(open_source(mix.path))
    assert meters.integrated_lufs == pytest.approx(analysis.loudness.integrated_lufs, abs=0.01)
    assert meters.true_peak_db == pytest.approx(analysis.true_peak.dbtp, abs=0.01)
    assert meters.correlation == pytest.approx(analysis.stereo.correlation, abs=0.001)
    assert meters.reduction_db == 0.0


Read = Callable[[float], float]


def test_the_meters_at_a_position_read_the_windows_that_end_there(mix: Clip, measured: Analysed):
    meters, analysis = FileMeters(measured.meters), analyse(open_source(mix.path))
    assert meters.read(2.0).momentary_lufs == pytest.approx(analysis.loudness.momentary_lufs[16], abs=0.01)
    assert meters.read(5.0).short_term_lufs == pytest.approx(analysis.loudness.short_term_lufs[20], abs=0.01)
    assert meters.read(5.0).true_peak_db <= analysis.true_peak.dbtp + 0.01


@pytest.mark.parametrize("position_s", [0.0, 1e9])
def test_before_the_first_window_and_after_the_end_there_is_silence(measured: Analysed, position_s: float):
    assert FileMeters(measured.meters).read(position_s).momentary_lufs == SILENCE_DB
