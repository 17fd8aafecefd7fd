from dataclasses import replace

import numpy as np
import pytest

from metamaster.report.tracks import aim, heard_tone_db, target_lufs, tone_error_db, tracks
from metamaster.result import Heard
from tests.report.jobs import analysed, dry_run, job, low_rate, mono, reused, several_references


def test_a_job_has_a_mix_a_master_and_a_reference() -> None:
    assert [track.kind for track in tracks(job())] == ["mix", "master", "reference"]


def test_a_dry_run_has_no_master() -> None:
    assert [track.kind for track in tracks(dry_run())] == ["mix", "reference"]


def test_spectra_are_compared_at_equal_loudness() -> None:
    quiet, loud = analysed(1), analysed(1, level=0.1)
    assert heard_tone_db(quiet) == pytest.approx(heard_tone_db(loud), abs=0.01)


def test_several_references_are_one_weighted_mean() -> None:
    result = several_references()
    tones = [heard_tone_db(reference.analysis)[:20] for reference in result.references]
    mean = np.average(tones, axis=0, weights=[1.0, 0.5, 0.25])
    assert tracks(result)[-1].tone_db[:20] == pytest.approx(mean)


def test_bands_that_hold_nothing_are_left_out() -> None:
    phone = tracks(low_rate())[0]
    assert np.isnan(phone.tone_db[-1])
    assert np.isfinite(phone.tone_db[:20]).all()


def test_the_aim_is_the_mix_and_the_change() -> None:
    result = job()
    wanted = aim(result)
    assert wanted is not None
    assert wanted.tone_db - heard_tone_db(result.mix.analysis) == pytest.approx(np.linspace(1.5, -1.5, 29))


def test_a_chain_from_a_settings_file_has_no_aim() -> None:
    assert aim(reused()) is None


def test_the_error_of_tone_is_the_mean_distance_over_known_bands() -> None:
    one = np.zeros(29)
    other = np.where(np.arange(29) < 10, 2.0, np.nan)
    assert tone_error_db(one, other) == 2.0


def test_a_mono_file_is_aimed_three_units_lower_on_its_own_meter() -> None:
    result = replace(mono(), delivered=None)
    assert target_lufs(result) == pytest.approx(result.target_lufs - 3.01, abs=0.01)


def test_after_delivery_the_target_is_the_delivered_one() -> None:
    assert target_lufs(job(mix=Heard("mix.wav", analysed(1)))) == -14.0
