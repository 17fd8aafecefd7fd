"""All kits, by name, and how they get onto the disk."""

from pathlib import Path
from types import MappingProxyType

from bridge.daws.ardour.kit import ARDOUR
from bridge.daws.bitwig.kit import BITWIG
from bridge.daws.kit import Kit
from bridge.daws.live.kit import LIVE
from bridge.daws.open_stage_control.kit import OPEN_STAGE_CONTROL
from bridge.daws.pure_data.kit import PURE_DATA
from bridge.daws.reaper.kit import REAPER
from bridge.daws.touchosc.kit import TOUCHOSC
from metamaster.audio.atomic import atomic_bytes, check_target, reported
from metamaster.errors import BadOption

KITS: MappingProxyType[str, Kit] = MappingProxyType(
    {kit.name: kit for kit in (REAPER, ARDOUR, LIVE, BITWIG, OPEN_STAGE_CONTROL, TOUCHOSC, PURE_DATA)}
)


def kit_named(name: str) -> Kit:
    """The kit of that name; raises BadOption."""
    if name not in KITS:
        raise BadOption(f"There is no kit {name[:80]!r}: choose from {', '.join(KITS)}.")
    return KITS[name]


def write_kit(kit: Kit, folder: Path, overwrite: bool = False) -> tuple[Path, ...]:
    """Writes a kit's files into a folder, which is made; gives their paths.

    Raises OutputExists before any is written if one exists and ``overwrite`` is False, OutputUnwritable or OutputFull.
    """
    contents = {folder / path: content for path, content in kit.files().items()}
    for path in contents:
        with reported(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        check_target(path, overwrite)
    for path, content in contents.items():
        atomic_bytes(path, content, overwrite)
    return tuple(contents)
