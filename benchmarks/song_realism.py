"""Do the procedural songs measure like music? ``python -m benchmarks.song_realism`` writes docs/songs.md and songs.png.

Every number of the style descriptor of every song is compared with the range from the 5 % to the 95 % quantile of the
same number over real mixes and masters; by chance alone nine of ten would lie inside if the songs were real music.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import jax
import numpy as np
from numpy.typing import NDArray

from benchmarks.song_figure import draw
from metamaster.audio.atomic import atomic_text
from metamaster.audio.files import open_source
from metamaster.audio.resample import resampled
from metamaster.audio.source import stereo
from metamaster.compilation import keep_compiled_programs
from metamaster.errors import MetamasterError
from metamaster.style.descriptor import Style
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import FrameReader, describe_file
from tasks.songs.catalogue import GENRES, song

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = REPOSITORY / "docs"
FOLDERS = ("masters", "mixes", "more")
QUANTILES = (0.05, 0.5, 0.95)
LEAST_DB = -72.0
"""Levels below this are taken for empty, in real and in procedural songs alike."""

Rows = NDArray[np.float64]
Read = dict[str, Rows]
"""For every measure of the descriptor (songs, entries)."""


def style_of(blocks: Iterator[np.ndarray]) -> Style:
    """The style of audio at the descriptor's rate."""
    reader = FrameReader()
    for block in blocks:
        reader.add(stereo(block))
    return jax.tree.map(np.asarray, describe_file(reader.result()))


def real_styles(audio: Path) -> list[Style]:
    """Everything in the folders of real music that can be read."""
    styles = []
    for path in sorted(path for folder in FOLDERS for path in (audio / folder).iterdir() if path.suffix != ".csv"):
        try:
            styles.append(style_of(resampled(open_source(path), STYLE_RATE).blocks()))
        except MetamasterError as error:
            print(f"left out: {error}")
    return styles


def procedural_styles(genre: str, seeds: int) -> list[Style]:
    """So many songs of a genre."""
    return [style_of(iter([song(genre, seed, sample_rate=STYLE_RATE).mix])) for seed in range(seeds)]


def read(styles: Sequence[Style]) -> Read:
    """The measures that are compared; the loudness is not, since a mix is as quiet as its engineer left it."""

    def rows(name: str) -> Rows:
        return np.stack([np.asarray(getattr(style, name), np.float64).ravel() for style in styles])

    return {
        "tone of the middle": np.maximum(rows("tone_mid"), LEAST_DB),
        "tone of the sides": np.maximum(rows("tone_side"), LEAST_DB),
        "width": np.clip(rows("width"), -40.0, 20.0),
        "levels in 46 ms": np.maximum(rows("fast"), -40.0),
        "levels in 400 ms": np.maximum(rows("slow"), -40.0),
        "crest": rows("crest"),
        "PLR": rows("plr_db"),
        "LRA": rows("lra_lu"),
    }


def share_inside(songs: Read, music: Read) -> dict[str, float]:
    """For every measure the share of its numbers, over songs and entries, that lie in the range of music."""
    out = {}
    for name, values in songs.items():
        low, high = np.quantile(music[name], (QUANTILES[0], QUANTILES[-1]), axis=0)
        out[name] = float(np.mean((values >= low) & (values <= high)))
    return out


def spread(songs: Read, music: Read) -> float:
    """How differently the songs measure beside how differently music does: the median ratio of standard deviations."""
    ratios = [np.std(songs[name], axis=0) / np.std(music[name], axis=0) for name in music]
    return float(np.median(np.concatenate(ratios)))


def table(songs: dict[str, Read], music: Read) -> list[str]:
    """A line per genre, all of them together, and music itself."""
    names = list(music)
    lines = ["| genre | " + " | ".join(names) + " | all | spread |", "|---|" + "---:|" * (len(names) + 2)]
    together = {name: np.concatenate([rows[name] for rows in songs.values()]) for name in names}
    for label, rows in (*songs.items(), ("**all genres**", together), ("*real music*", music)):
        shares = share_inside(rows, music)
        sizes = [rows[name].shape[1] for name in names]
        overall = np.average(list(shares.values()), weights=sizes)
        cells = [f"{100 * share:.0f}" for share in (*(shares[name] for name in names), overall)]
        lines.append(f"| {label} | {' | '.join(cells)} | {spread(rows, music):.2f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audio", type=Path, default=REPOSITORY.parent / "shared" / "audio", help="real music")
    parser.add_argument("--songs", type=int, default=5, help="per genre")
    parser.add_argument("--out", type=Path, default=DOCS)
    args = parser.parse_args()
    keep_compiled_programs()
    real = real_styles(args.audio)
    songs = {}
    for genre in GENRES:
        songs[genre] = read(procedural_styles(genre, args.songs))
        print(f"read: {genre}")
    music = read(real)
    draw(songs, music, args.out / "songs.png")
    lines = table(songs, music)
    atomic_text(args.out / "songs.md", _PAGE.format(count=len(real), songs=args.songs, table="\n".join(lines)), True)
    print("\n".join(lines))


_PAGE = """# Procedural songs

`tasks/songs` makes songs from nothing but a genre and a seed: `metamaster tasks render --genre all --out songs` writes
one of each to listen to, `tasks.songs.catalogue.song(genre, seed)` gives stems and the unmastered mix, the faults that
mastering has to handle included. What a learner is to learn from them is worth something only if they measure like
music.

Made by `python -m benchmarks.song_realism`: of {songs} songs of 30 s in each genre, the share, in per cent, of the
numbers of the [style descriptor](style.md) that lie between the 5 % and the 95 % quantile of {count} real mixes and
masters. Real music itself gets 90 by definition; a genre alone may well get less, because not every kind of music
is spread as music at large is.

{table}

*Spread* is how far songs differ from each other, beside how far music does: the median over all numbers of the ratio of
their standard deviations. One genre differs less than all music, and should.

Tone is third-octave levels relative to the loudness; width is side over middle by octave; levels are quantiles of the
level in three bands relative to their mean, in windows of 46 and 400 ms; crest is that of the 46 ms levels.

![Every song against the range of real music](songs.png)

Grey is the range of real music (5 % to 95 %, its median darker); every line or dot is one procedural song.

How fast they are made: `python -m benchmarks.songs`.
"""

if __name__ == "__main__":
    main()
