"""Loss curves of a run, drawn from its journal."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from metamaster.audio.atomic import StagedFile
from metamaster.learn.training.journal import read_journal

FILE = "curves.png"
_ERRORS = ("tone", "width", "dynamics", "plr")


def draw_curves(folder: Path) -> None:
    """Writes ``curves.png`` beside the journal: losses above, validation errors by aspect below."""
    rows = [row for row in read_journal(folder) if row["phase"] == "training"]
    figure = Figure(figsize=(8.0, 8.0), layout="constrained")
    losses, errors = figure.subplots(2, 1, sharex=True)
    losses.plot(*_series(rows, "loss"), color="0.7", label="training, each step")
    losses.plot(*_series(rows, "valid_loss"), "o-", label="validation")
    losses.set_ylabel("outer loss")
    losses.legend()
    for name in _ERRORS:
        (line,) = errors.plot(*_series(rows, f"valid_{name}_end"), "o-", label=f"{name}, adapted")
        errors.plot(*_series(rows, f"valid_{name}_start"), ":", color=line.get_color(), label=f"{name}, before")
    errors.set_xlabel("step")
    errors.set_ylabel("error to the true master, dB")
    errors.legend(ncols=2, fontsize="small")
    with StagedFile(folder / FILE, overwrite=True) as staged:
        figure.savefig(staged.path, format="png")


def _series(rows: Sequence[dict[str, str]], name: str) -> tuple[list[int], list[float]]:
    there = [(int(row["step"]), float(row[name])) for row in rows if row[name]]
    return [step for step, _ in there], [value for _, value in there]
