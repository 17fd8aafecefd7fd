"""The two songs of ``make demo``: a mix that needs mastering, and a finished record to master it after."""

import numpy as np

from tasks.songs.demo_songs import house, synth_pop
from tasks.songs.desk import rendered
from tasks.songs.faults import Faults, faulty
from tasks.songs.filters import Section
from tasks.songs.finishing import Finish, finished
from tasks.songs.mixdown import scale_to_peak, summed
from tasks.songs.song import Song

MIX_PEAK_DBFS = -6.0
MIX_FAULTS = Faults(mud_db=4.0, dull_db=5.0, boom_db=3.0, width=0.55)
RECORD_FINISH = Finish(
    tone=(
        Section("high_pass", 28.0),
        Section("low_shelf", 80.0, 1.0),
        Section("bell", 300.0, -1.5, 0.8),
        Section("high_shelf", 3500.0, 3.0),
    ),
    side_tone=(Section("high_pass", 80.0), Section("high_shelf", 3000.0, 2.0)),
)


def demo_mix(seed: int = 0, sample_rate: int = 44100) -> Song:
    """An unmastered synth-pop mix of about 40 s peaking at −6 dBFS: muddy, dull, boomy and narrow.

    A pure function of its arguments; the stems are float32 (2, samples) and add up to the mix.
    """
    score = faulty(synth_pop.compose(np.random.default_rng((seed, 1)), sample_rate), MIX_FAULTS)
    stems = rendered(score, seed)
    mix = summed(stems)
    scale_to_peak(mix, stems, MIX_PEAK_DBFS)
    return Song(f"demo mix {seed}", sample_rate, stems, mix)


def demo_reference(seed: int = 0, sample_rate: int = 44100) -> Song:
    """A finished house record of about 40 s near −10 LUFS: bright, wide, true peak under −0.3 dBTP.

    A pure function of its arguments; the stems are float32 (2, samples), as they were before mastering.
    """
    stems = rendered(house.compose(np.random.default_rng((seed, 2)), sample_rate), seed)
    return Song(f"demo reference {seed}", sample_rate, stems, finished(summed(stems), RECORD_FINISH, sample_rate))
