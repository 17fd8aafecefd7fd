"""A found chain as a Python script that needs Pedalboard and nothing of metamaster."""

from importlib import resources

from metamaster.chain.settings_file import SettingsFile

_PLACE = "SETTINGS: dict[str, float] = {}\n"


def pedalboard_script(file: SettingsFile) -> str:
    """The source of a script that masters IN to OUT with the settings of ``file``: ``python SCRIPT IN OUT``.

    It is ``standalone.py`` of this package with the settings filled in. Before the limiter its sound is the shipped
    chain's; the limiter is Pedalboard's nearest.
    """
    template = (resources.files(__package__) / "standalone.py").read_text(encoding="utf-8")
    return template.replace(_PLACE, "\n".join([*_origin(file), *_settings(file)]) + "\n", 1)


def _origin(file: SettingsFile) -> list[str]:
    # Names come from file names, and as literals they cannot end the comment and become code.
    about = file.about
    references = [f"#   reference {entry.name!r}, weight {entry.weight:g}" for entry in about.references]
    return [
        f"# Found by {about.created_by!r} for",
        f"#   mix {about.mix!r}",
        *references,
        f"# to be delivered at {_loudness(file)} and a true peak of at most {file.delivery.true_peak_db:g} dBTP",
    ]


def _loudness(file: SettingsFile) -> str:
    loudness = file.delivery.loudness_lufs
    return "the loudness of the mix" if loudness is None else f"{loudness:g} LUFS"


def _settings(file: SettingsFile) -> list[str]:
    return ["SETTINGS = {", *(f'    "{name}": {value!r},' for name, value in file.settings.as_dict().items()), "}"]
