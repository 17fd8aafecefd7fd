import numpy as np
import pytest

from metamaster.measure.bands import OCTAVE_HZ, THIRD_OCTAVE_HZ, band_edges_hz, band_weights, nominal_hz


def test_there_are_29_third_octaves_from_25_hz_to_16_khz() -> None:
    assert [nominal_hz(centre) for centre in THIRD_OCTAVE_HZ][:: len(THIRD_OCTAVE_HZ) - 1] == [25.0, 16000.0]
    assert len(THIRD_OCTAVE_HZ) == 29


def test_there_are_10_octaves_by_their_nominal_names() -> None:
    names = [31.5, 63.0, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16000.0]
    assert [nominal_hz(centre) for centre in OCTAVE_HZ] == names


@pytest.mark.parametrize(("centres", "per_octave"), [(OCTAVE_HZ, 1), (THIRD_OCTAVE_HZ, 3)])
def test_neighbouring_bands_meet(centres: tuple[float, ...], per_octave: int) -> None:
    low, high = band_edges_hz(centres, per_octave)
    np.testing.assert_allclose(low[1:], high[:-1])


def test_bands_that_meet_share_all_of_the_power_between_them() -> None:
    weights = band_weights(5.4, 4097, *band_edges_hz(THIRD_OCTAVE_HZ, 3))
    inside = slice(10, 3000)
    np.testing.assert_allclose(weights.sum(axis=0)[inside], 1.0)


def test_a_band_narrower_than_a_bin_gets_its_share_of_it() -> None:
    weights = band_weights(100.0, 50, (980.0,), (1000.0,))
    assert weights[0, 10] == pytest.approx(0.2)
