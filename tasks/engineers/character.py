"""What is known of how the genres of the world are mastered: how loud, how dense, how bright, how wide.

Names that are not in the table get a character of their own, drawn from the name.
"""

from dataclasses import dataclass

from tasks.engineers.draws import generator


@dataclass(frozen=True)
class Character:
    """Typical integrated loudness; density 0 (untouched) to 1 (squashed); lows, top and width in dB against neutral."""

    loudness_lufs: float
    density: float
    low_db: float = 0.0
    top_db: float = 0.0
    width_db: float = 0.0


_LOUD_AND_DENSE = Character(-8.5, 0.85, 1.0, 1.0, 0.0)
_CLUB = Character(-8.0, 0.75, 2.0, 1.0, 1.0)
_POP = Character(-9.5, 0.65, 0.5, 1.5, 1.0)
_BAND = Character(-11.0, 0.5, 0.5, 0.5, 0.0)
_ACOUSTIC = Character(-14.5, 0.25, -0.5, 0.5, 0.0)
_QUIET = Character(-17.5, 0.1, 0.0, 0.0, 0.5)

CHARACTERS: dict[str, Character] = {
    "trap": Character(-8.0, 0.75, 3.0, 1.0, 0.5),
    "boom-bap": Character(-9.5, 0.7, 2.0, -1.0, -1.0),
    "hiphop": Character(-9.0, 0.7, 2.0, 0.0, 0.0),
    "house": _CLUB,
    "techno": Character(-7.5, 0.8, 2.0, 0.0, 0.5),
    "drum-and-bass": Character(-7.0, 0.85, 1.5, 1.5, 1.0),
    "electronic": _CLUB,
    "synth-pop": _POP,
    "pop": _POP,
    "rock": Character(-9.5, 0.7, 0.0, 0.5, 0.5),
    "metal": _LOUD_AND_DENSE,
    "jazz": Character(-15.0, 0.2, 0.0, -0.5, 0.0),
    "jazz-trio": Character(-15.0, 0.2, 0.0, -0.5, 0.0),
    "blues": _BAND,
    "funk": _BAND,
    "disco": _BAND,
    "latin": Character(-10.5, 0.5, 0.5, 1.0, 0.0),
    "reggae": Character(-11.0, 0.5, 2.5, -1.0, 0.0),
    "folk": _ACOUSTIC,
    "acoustic": _ACOUSTIC,
    "country": _BAND,
    "singer-songwriter": _ACOUSTIC,
    "piano": _QUIET,
    "classical": _QUIET,
    "orchestral": _QUIET,
    "ambient": Character(-16.0, 0.15, 0.5, -0.5, 2.0),
}


def character_of(genre: str) -> Character:
    """The character of a genre; of an unknown one that of the first part of its name, or one drawn from it."""
    name = "-".join(genre.lower().replace("_", " ").replace("-", " ").split())
    known = [name[:end] for end in range(len(name), 0, -1) if name[:end] in CHARACTERS and name[end : end + 1] in "-"]
    return CHARACTERS[known[0]] if known else _drawn(name)


def _drawn(name: str) -> Character:
    rng = generator(f"character of {name}")
    density = float(rng.uniform(0.1, 0.9))
    return Character(
        loudness_lufs=-17.0 + 10.0 * density,
        density=density,
        low_db=float(rng.uniform(-1.0, 3.0)),
        top_db=float(rng.uniform(-1.0, 2.0)),
        width_db=float(rng.uniform(-1.0, 2.0)),
    )
