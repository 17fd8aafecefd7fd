"""Coverage of the deviations that adaptation tells: ``python -m benchmarks.uncertainty``.

Writes docs/uncertainty.md and .png.
"""

import argparse
from pathlib import Path

import jax

from benchmarks.adaptation import median_s
from benchmarks.uncertainty.coverage import coverage_table
from benchmarks.uncertainty.draws import Case, another_song, as_assumed, draw, own_master, song
from benchmarks.uncertainty.figure import figure
from metamaster.compilation import keep_compiled_programs
from metamaster.learn.uncertainty import posterior

DOCS = Path(__file__).resolve().parents[2] / "docs"
CASES: dict[str, Case] = {
    "its own master, heard as badly as the weights assume": as_assumed,
    "its own master, heard exactly": own_master,
    "another song's master": another_song,
}
DRAWS, SONGS = 60, 10


def main() -> None:
    """Draw, adapt, count and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    number = parser.parse_args().draws
    keep_compiled_programs()
    found = {}
    for name, case in CASES.items():
        found[name] = [draw(case, song(seed % SONGS), seed) for seed in range(number)]
        print(f"{name}: {number} draws", flush=True)
    figure(found, DOCS / "uncertainty.png")
    problem = own_master(song(0), jax.numpy.asarray(song(0).prior.start.values), 0)
    told = jax.jit(posterior)
    cost_ms = 1000.0 * median_s(lambda: told(problem, problem.start), 15)
    controls = len(found["another song's master"][0].names)
    text = _PAGE.format(table=coverage_table(found), draws=number, songs=SONGS, cost_ms=cost_ms, controls=controls)
    (DOCS / "uncertainty.md").write_text(text, encoding="utf-8")
    print(text)


_PAGE = """# How sure the settings are

"""

if __name__ == "__main__":
    main()
