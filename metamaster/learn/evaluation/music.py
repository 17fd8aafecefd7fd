"""Which music the trials of a table are of, kept beside it, so that rows of other music are not mixed with them."""

import json
from collections.abc import Mapping
from pathlib import Path

from metamaster.audio.atomic import atomic_text
from metamaster.errors import DamagedRun

MUSIC_FILE = "results-music.json"


def keep_music(folder: Path, music: Mapping[str, str], resume: bool) -> None:
    """Writes the digest of each source by its name, with those that were there before where a table is gone on with.

    Raises DamagedRun where the table is of other music, or where what was kept cannot be read.
    """
    path = folder / MUSIC_FILE
    then = _kept(path) if resume else {}
    for source, digest in music.items():
        if then.get(source, digest) != digest:
            raise DamagedRun(
                f"{folder} holds a table of other {source}: name another folder with --out, or begin anew with --force."
            )
    atomic_text(path, json.dumps({**then, **music}, indent=2, sort_keys=True) + "\n", overwrite=True)


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        kept = None
    if not isinstance(kept, dict):
        raise DamagedRun(f"{path} is damaged: remove it to go on with the table as it is, or begin anew with --force.")
    return {str(source): str(digest) for source, digest in kept.items()}
