"""Genres of MUSDB18 and DSD100 from their track lists, which are published apart from the audio."""

import csv
from pathlib import Path

UNKNOWN_GENRE = "unlisted"
_NAMES = ("track name", "track", "name")


def listed_genres(root: Path) -> dict[str, str]:
    """Track → genre from ``tracklist.csv`` in the folder, in either published form; nothing where there is none.

    One has columns ``Track Name,Genre,…``, the other ``ID;Track;Genre (Allmusic);…``.
    """
    path = root / "tracklist.csv"
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    first, _, _ = text.partition("\n")
    genres = {}
    for row in csv.DictReader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ","):
        columns = {str(key).strip().lower(): value for key, value in row.items() if isinstance(value, str)}
        name = next((columns[key].strip() for key in _NAMES if columns.get(key)), "")
        genre = next((value.strip() for key, value in columns.items() if key.startswith("genre")), "")
        if name and genre:
            genres[name] = genre.lower()
    return genres
