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


def measured(real: Sequence[Style], seeds: int) -> tuple[dict[str, Read], Read]:
    """So many songs of every genre, and music."""
    songs = {}
    for genre in GENRES:
        songs[genre] = read(procedural_styles(genre, seeds))
        print(f"read: {genre}")
    return songs, read(real)


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
    return float(np.median(np.concatenate([_deviation_ratio(songs[name], music[name]) for name in music])))


def _deviation_ratio(songs: Rows, music: Rows) -> Rows:
    return np.asarray(np.std(songs, axis=0) / np.std(music, axis=0))


def table(songs: dict[str, Read], music: Read) -> list[str]:
    """A line per genre, all of them together, and music itself."""
    names = list(music)
    together = _together(songs)
    lines = ["| genre | " + " | ".join(names) + " | all | spread |", "|---|" + "---:|" * (len(names) + 2)]
    for label, rows in (*songs.items(), ("**all genres**", together), ("*real music*", music)):
        shares = share_inside(rows, music)
        sizes = [rows[name].shape[1] for name in names]
        overall = np.average(list(shares.values()), weights=sizes)
        cells = [f"{100 * share:.0f}" for share in (*(shares[name] for name in names), overall)]
        lines.append(f"| {label} | {' | '.join(cells)} | {spread(rows, music):.2f} |")
    return lines


def table_by_measure(songs: dict[str, Read], music: Read) -> list[str]:
    """A line per measure: the share inside, how far off the mean lies, and the spread of all, in a genre, of genres."""
    lines = ["| measure | inside | off | spread | in a genre | of genres |", "|---|" + "---:|" * 5]
    together = _together(songs)
    shares = share_inside(together, music)
    for name, rows in music.items():
        genres = np.stack([songs[genre][name] for genre in songs])
        off = np.mean((np.mean(together[name], axis=0) - np.mean(rows, axis=0)) / np.std(rows, axis=0))
        inside_one = np.sqrt(np.mean(np.var(genres, axis=1), axis=0)) / np.std(rows, axis=0)
        ratios = (_deviation_ratio(together[name], rows), inside_one, _deviation_ratio(genres.mean(axis=1), rows))
        cells = " | ".join(f"{np.median(ratio):.2f}" for ratio in ratios)
        lines.append(f"| {name} | {100 * shares[name]:.0f} | {off:+.2f} | {cells} |")
    return lines


def _together(songs: dict[str, Read]) -> Read:
    """The songs of all genres."""
    names = next(iter(songs.values()))
    return {name: np.concatenate([rows[name] for rows in songs.values()]) for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audio", type=Path, default=REPOSITORY.parent / "shared" / "audio", help="real music")
    parser.add_argument("--songs", type=int, default=5, help="per genre")
    parser.add_argument("--out", type=Path, default=DOCS)
    args = parser.parse_args()
    keep_compiled_programs()
    real = real_styles(args.audio)
    songs, music = measured(real, args.songs)
    draw(songs, music, args.out / "songs.png")
    tables = {"table": "\n".join(table(songs, music)), "measures": "\n".join(table_by_measure(songs, music))}
    page = _PAGE.format(count=len(real), songs=args.songs, **tables)
    atomic_text(args.out / "songs.md", page, overwrite=True)
    print(page)


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

By measure, over all songs: the share inside; how far their mean lies from music's, in its standard deviations and
averaged over the measure's numbers; and the spread of all songs, of the songs of one genre, and of the genres' means.

{measures}

Tone is third-octave levels relative to the loudness; width is side over middle by octave; levels are quantiles of the
level in three bands relative to their mean, in windows of 46 and 400 ms; crest is that of the 46 ms levels.

![Every song against the range of real music](songs.png)

Grey is the range of real music (5 % to 95 %, its median darker); every line or dot is one procedural song.

How fast they are made: `python -m benchmarks.songs`.

## What makes them differ

A genre draws its tempo, key, chords, form, players, instruments and room for every song. How full the arrangement is,
how far soft and loud sections lie apart, and whether the excerpt stays in one section, is the song's own. An engineer's
taste is then laid over the balance (`tasks/songs/mixing.py`): brightness, weight, a broad colour in the middle, where
the top rolls off, faders for groups of channels and for each, how far soft and hard notes stay apart, width, pan,
reverb and saturation. What an equaliser takes away is not made up for: a dull hat is also a softer one, which is what
lets songs differ in brightness as music does. Last come the faults.
"""

if __name__ == "__main__":
    main()
