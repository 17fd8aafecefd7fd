"""Presets: settings files in a folder, by name."""

from pathlib import Path

from bridge.errors import BadPresetName, UnknownPreset
from bridge.session.shelf import Kind, Shelf
from metamaster.chain.settings_file import SettingsFile, load_settings, save_settings

_PRESETS = Kind("preset", ".json", "/metamaster/presets", UnknownPreset, BadPresetName)


class PresetFolder(Shelf):
    """The presets in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _PRESETS)

    def load(self, name: str) -> SettingsFile:
        """The preset of that name; raises UnknownPreset, BadPresetName or DamagedSettings."""
        return load_settings(self.existing(name))

    def save(self, name: str, file: SettingsFile) -> None:
        """Writes a preset, over one of the same name; raises BadPresetName, OutputUnwritable or OutputFull."""
        path = self.path(name)
        self.made()
        save_settings(path, file, overwrite=True)
