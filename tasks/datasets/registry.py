"""The table of data sets that metamaster reads."""

from tasks.datasets.data_set import DataSet

DATA_SETS: dict[str, DataSet] = {}
