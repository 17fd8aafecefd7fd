"""Presets: settings files in a folder, by name."""

import re
from pathlib import Path

from bridge.errors import BadPresetName, UnknownPreset
from metamaster.audio.atomic import reported
from metamaster.chain.settings_file import SettingsFile, load_settings, save_settings

_NAME = re.compile(r"[^\W_][\w \-+&().,']{0,62}[\w)]|[^\W_]")


class PresetFolder:
    """The presets in one folder, which is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> tuple[str, ...]:
        """The presets there are, sorted; their places in this order are their numbers, from 0."""
        if not self.folder.is_dir():
            return ()
        found = (path.stem for path in self.folder.glob("*.json"))
        return tuple(sorted(name for name in found if _NAME.fullmatch(name)))

    def load(self, name: str) -> SettingsFile:
        """The preset of that name; raises UnknownPreset, BadPresetName or DamagedSettings."""
        path = self.path(name)
        if not path.is_file():
            raise UnknownPreset(f"There is no preset {name!r}: /metamaster/presets lists those there are.")
        return load_settings(path)

    def save(self, name: str, file: SettingsFile) -> None:
        """Writes a preset, over one of the same name; raises BadPresetName, OutputUnwritable or OutputFull."""
        path = self.path(name)
        with reported(path):
            self.folder.mkdir(parents=True, exist_ok=True)
        save_settings(path, file, overwrite=True)

    def delete(self, name: str) -> None:
        """Removes a preset; raises UnknownPreset, BadPresetName or OutputUnwritable."""
        path = self.path(name)
        if not path.is_file():
            raise UnknownPreset(f"There is no preset {name!r}: /metamaster/presets lists those there are.")
        with reported(path):
            path.unlink()

    def path(self, name: str) -> Path:
        """Where the preset of that name lies; raises BadPresetName for what could not be a file's name everywhere."""
        if not _NAME.fullmatch(name):
            raise BadPresetName(
                f"A preset cannot be named {name[:80]!r}: use 1 to 64 letters, digits, spaces and -+&().,' "
                "and begin with a letter or digit."
            )
        return self.folder / f"{name}.json"
