"""The table of data sets that metamaster reads."""

from tasks.datasets.cambridge import CAMBRIDGE
from tasks.datasets.data_set import DataSet
from tasks.datasets.fma import FMA
from tasks.datasets.freesound import FREESOUND
from tasks.datasets.moises import MOISESDB
from tasks.datasets.musdb18 import MUSDB18
from tasks.datasets.stem_folders import DSD100, MUSDB18_HQ
from tasks.datasets.telefunken import TELEFUNKEN

DATA_SETS: dict[str, DataSet] = {
    one.name: one for one in (MUSDB18, MUSDB18_HQ, DSD100, MOISESDB, CAMBRIDGE, TELEFUNKEN, FMA, FREESOUND)
}
