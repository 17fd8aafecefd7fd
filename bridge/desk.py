"""What one can ask of the bridge beyond setting controls: files by name, presets, jobs.

Every front end asks here, so paths are checked in one place whoever asks.
"""

import asyncio
from pathlib import Path

from bridge.automation.automation import Automation
from bridge.automation.files import encoded, lanes_in
from bridge.errors import MixMissing, OutOfRange
from bridge.genres import Genres
from bridge.live.status import Live
from bridge.midi.map_file import load_map, save_map
from bridge.midi.map_holder import MapHolder
from bridge.orders import Followed, adapt_order, master_order, render_order
from bridge.roots import Roots
from bridge.session.controls import CHAIN_NAMES, GENRE
from bridge.session.document import PRESET_KEYS, Document, Item
from bridge.session.events import AspectChanged
from bridge.session.job import (
    Adapted,
    Analysed,
    AnalyseOrder,
    Job,
    Mastered,
    MeterSeries,
    Rendered,
    Result,
    Taught,
)
from bridge.session.meters import FileMeters
from bridge.session.presets import PresetFolder
from bridge.session.references import Reference
from bridge.session.session import Session
from bridge.transport.transport import Transport
from metamaster.audio.atomic import atomic_bytes
from metamaster.chain.settings import settings_from
from metamaster.chain.settings_file import CREATED_BY, About, Delivery, NamedReference, SettingsFile


class Desk:
    """A session with its folders."""

    def __init__(self, session: Session, roots: Roots, presets: PresetFolder, genres: Path) -> None:
        self.session = session
        self.roots = roots
        self.transport = Transport(session)
        self.automation = Automation(session)
        self.midi_maps = MapHolder()
        self.live = Live(session.bus)
        self.genres = Genres(session, roots, genres)
        self._presets = presets
        self.preset_names = presets.names()
        session.jobs.on_result = self._take

    # Files.

    def set_mix(self, text: str, source: str = "") -> None:
        """The mix, by its path; empty for none. Raises OutsideRoots, WrongType or InputMissing."""
        self.session.set_mix(self.roots.existing(text) if text else "", source)
        self.prepare()

    def set_references(self, weighted: tuple[tuple[str, float], ...], source: str = "") -> None:
        """The references, by their paths, with weights; raises as ``set_mix``, and OutOfRange or TooMany."""
        references = tuple(Reference(self.roots.existing(text), weight) for text, weight in weighted)
        self.session.set_references(references, source)
        self.prepare()

    def add_reference(self, text: str, weight: float = 1.0, source: str = "") -> None:
        """One reference more, or another weight for one there is; raises as ``set_references``."""
        path = self.roots.existing(text)
        known = self.session.references
        if any(one.path == path for one in known):
            changed = tuple(Reference(path, weight) if one.path == path else one for one in known)
        else:
            changed = (*known, Reference(path, weight))
        self.session.set_references(changed, source)
        self.prepare()

    def remove_reference(self, text: str, source: str = "") -> None:
        """One reference less; raises MixMissing if it is not among them, and as ``Roots.resolved``."""
        path = self.roots.resolved(text)
        left = tuple(one for one in self.session.references if one.path != path)
        if len(left) == len(self.session.references):
            raise MixMissing(f"{text} is not among the references.")
        self.session.set_references(left, source)

    def prepare(self) -> None:
        """Has the worker listen ahead to what is likely to be adapted next."""
        runner, session = self.session.jobs.runner, self.session
        if runner is not None:
            named = (session.mix, *(() if session.get(GENRE) else (one.path for one in session.references)))
            runner.prepare(tuple(path for path in named if path and self.roots.hold(path)))

    # Jobs.

    def adapt(self, source: str = "") -> Job:
        """Has the chain found that brings the mix to the genre that is chosen, or else to its references.

        Raises MixMissing, TooMany, UnknownGenre, and as ``Roots.resolved``.
        """
        session, mix, followed = self.session, self._mix("adapt"), self._followed()
        return session.jobs.start(
            "adapt", source, lambda number: adapt_order(session, number, mix, followed), session.slot
        )

    def render(self, text: str, overwrite: bool = False, source: str = "") -> Job:
        """Has a master of the mix written with the settings that are heard.

        Raises MixMissing, TooMany, and as ``Roots.resolved``; that the file cannot be written, the job tells.
        """
        session, mix, out, lanes = self.session, self._mix("render"), self.roots.resolved(text), self.automation.lanes
        return session.jobs.start(
            "render", source, lambda number: render_order(session, number, mix, out, overwrite, lanes), session.slot
        )

    def analyse(self, text: str = "", source: str = "") -> Job:
        """Has a file measured, the mix if none is named; the meters then show it. Raises as ``render``."""
        path = self.roots.existing(text) if text else self._mix("analyse")
        return self.session.jobs.start("analyse", source, lambda number: AnalyseOrder(number, path))

    def master(self, mix: str, out: str, overwrite: bool = False, source: str = "") -> Job:
        """Has another file mastered as the session has it: adapted to what it follows, or with the settings heard.

        Raises TooMany, UnknownGenre, and as ``Roots.resolved``; everything else, the job tells.
        """
        session, whence, where = self.session, self.roots.existing(mix), self.roots.resolved(out)
        followed = self._followed() if session.get(GENRE) or session.references else Followed()
        return session.jobs.start(
            "master", source, lambda number: master_order(session, number, whence, where, overwrite, followed)
        )

    def _mix(self, to: str) -> str:
        if not self.session.mix:
            raise MixMissing(f"There is no mix to {to}: name one first (/metamaster/mix).")
        # It may have been named when the bridge had other roots, or lead elsewhere by now.
        return self.roots.resolved(self.session.mix)

    def _followed(self) -> Followed:
        genre, references = self.genres.path(), self.session.references
        if genre:
            return Followed(genre=genre)
        if not references:
            raise MixMissing(
                "There is no reference to adapt to: name one (/metamaster/reference/add), or choose a genre."
            )
        return Followed(tuple(Reference(self.roots.resolved(one.path), one.weight) for one in references))

    # Automation and MIDI maps.

    async def export_automation(self, text: str, overwrite: bool = False) -> None:
        """Writes all lanes to a file; raises as ``Roots.resolved``, OutputFormat, and what writing raises."""
        path = Path(self.roots.resolved(text))
        await asyncio.to_thread(atomic_bytes, path, encoded(path, self.automation.lanes), overwrite)

    async def import_automation(self, text: str) -> None:
        """Takes all lanes from a file; raises as ``Roots.existing``, and DamagedSettings."""
        self.automation.replace(await asyncio.to_thread(lanes_in, Path(self.roots.existing(text))))

    async def save_midi_map(self, text: str, overwrite: bool = False) -> None:
        """Writes the MIDI map to a file; raises as ``Roots.resolved``, and what writing raises."""
        path = Path(self.roots.resolved(text))
        await asyncio.to_thread(save_map, path, self.midi_maps.current, overwrite)

    async def load_midi_map(self, text: str) -> None:
        """Takes the MIDI map from a file; raises as ``Roots.existing``, and BadConfig."""
        self.midi_maps.replace(await asyncio.to_thread(load_map, Path(self.roots.existing(text))))

    # Presets.

    def load_preset(self, name: str, source: str = "") -> None:
        """Takes the settings of a preset, as one step to undo; raises UnknownPreset, BadPresetName, DamagedSettings."""
        file, session = self._presets.load(name), self.session
        changes: dict[str, Item] = {f"{session.slot}/{key}": value for key, value in file.settings.as_dict().items()}
        changes["delivery.true_peak_db"] = file.delivery.true_peak_db
        if file.delivery.loudness_lufs is not None:
            changes["delivery.loudness_lufs"] = file.delivery.loudness_lufs
        session.edit(f"preset {name}", changes, source)
        session.name_preset(name)

    def load_preset_number(self, number: int, source: str = "") -> None:
        """Takes the settings of the preset of that number, from 0; raises OutOfRange and as ``load_preset``."""
        if not 0 <= number < len(self.preset_names):
            raise OutOfRange(f"There is no preset {number}: there are {len(self.preset_names)}, the first is 0.")
        self.load_preset(self.preset_names[number], source)

    async def save_preset(self, name: str) -> None:
        """Keeps the settings that are heard as a preset; raises BadPresetName, OutputUnwritable or OutputFull."""
        self._presets.path(name)
        session, taken = self.session, self._in_a_preset()
        await asyncio.to_thread(self._presets.save, name, self._settings_file())
        # Somebody may have gone on turning knobs while it was written.
        session.name_preset(name, dirty=self._in_a_preset() != taken)
        self._list_presets()

    async def delete_preset(self, name: str) -> None:
        """Removes a preset; raises UnknownPreset, BadPresetName or OutputUnwritable."""
        await asyncio.to_thread(self._presets.delete, name)
        self._list_presets()

    def _list_presets(self) -> None:
        self.preset_names = self._presets.names()
        self.session.bus.emit(AspectChanged("presets"))

    def _in_a_preset(self) -> Document:
        return {key: item for key, item in self.session.document.items() if key in PRESET_KEYS}

    def _settings_file(self) -> SettingsFile:
        session = self.session
        return SettingsFile(
            settings=settings_from(session.chain_values()),
            delivery=Delivery(
                _float(session.get("delivery.loudness_lufs")), _float(session.get("delivery.true_peak_db"))
            ),
            about=About(
                created_by=CREATED_BY,
                mix=Path(session.mix).name,
                references=tuple(NamedReference(Path(one.path).name, one.weight) for one in session.references),
                seed=0,
            ),
        )

    # Results.

    def _take(self, job: Job, result: Result) -> str:
        match result:
            case Adapted():
                self._take_chain(job, result)
                return result.sentence
            case Rendered():
                self._show(result.meters)
                return f"{result.out}: {result.loudness_lufs:.1f} LUFS, true peak {result.true_peak_db:.2f} dBTP."
            case Mastered():
                return f"{result.out}: {result.loudness_lufs:.1f} LUFS, true peak {result.true_peak_db:.2f} dBTP."
            case Taught(name, references):
                self.genres.list()
                return f"The genre {name} is kept: {references} reference{'' if references == 1 else 's'}."
            case Analysed(meters=meters):
                self._show(meters)
                return f"{meters.name}: {meters.integrated_lufs:.1f} LUFS, true peak {meters.true_peak_db:.2f} dBTP."

    def _take_chain(self, job: Job, result: Adapted) -> None:
        # The chain goes where it was asked for, though somebody may compare meanwhile.
        changes: dict[str, Item] = {f"{job.slot}/{name}": result.settings[name] for name in CHAIN_NAMES}
        if self.session.get("delivery.from_reference"):
            changes["delivery.loudness_lufs"] = result.loudness_lufs
        self.session.edit("adapt", changes, "")

    def _show(self, meters: MeterSeries) -> None:
        self.session.set_meters(FileMeters(meters))


def _float(value: float | str) -> float:
    return float(value)
