"""How a song is made to bear more loudness than its limiter can give without damage: by soft clipping before it.

A limiter turns whole passages down around every peak; past a point more drive only pumps. A tanh curve rounds off the
peaks alone, as a clipper before the limiter does on loud records.
"""

from collections.abc import Iterator

from metamaster.chain.settings import Settings

_DRIVES_DB = (6.0, 10.0, 14.0, 18.0)


def ever_denser(settings: Settings) -> Iterator[Settings]:
    """The settings as they are, and then with more and more saturation."""
    yield settings
    for drive_db in _DRIVES_DB:
        if settings["saturation.blend"] < 1.0 or settings["saturation.drive_db"] < drive_db:
            yield settings.replace({"saturation.drive_db": drive_db, "saturation.blend": 1.0})


def is_densest(settings: Settings) -> bool:
    """Whether nothing denser will come."""
    return settings["saturation.blend"] >= 1.0 and settings["saturation.drive_db"] >= _DRIVES_DB[-1]
