"""The cases: which song meets which reference, and the files of each, made once and kept in a cache folder."""

import hashlib
import json
import shutil
import tempfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks import driven, making, other_software, unmaster
from benchmarks.treatment import Treatment

Split = Literal["restore", "transfer", "real"]
_SOFTWARE: tuple[unmaster.Software, ...] = ("ffmpeg", "ffmpeg", "sox")
_REAL_REFERENCES = ("synth-pop__minds-wide-open__a", "electronic-dance__hyper-1__a")


@dataclass(frozen=True)
class Case:
    """One job for every method.

    restore: the treatment unmasters ``song``, the reference is another section of it, the truth the song as released.
    transfer: the treatment is a style on both ``song`` (truth) and ``reference``; the mix is the song without it.
    real: a mix that was never mastered, with no treatment and no truth.
    """

    split: Split
    song: Path
    reference: Path
    treatment: Treatment | None

    @property
    def name(self) -> str:
        """Readable and unique within a split."""
        return f"{self.song.stem} to {self.reference.stem}"


@dataclass(frozen=True)
class CaseFiles:
    """The audio of a case; real mixes have no truth."""

    mix: Path
    reference: Path
    truth: Path | None


class SharedAudioMissingError(Exception):
    """The folder of real music is not there."""


def all_cases(audio: Path, seed: int) -> list[Case]:
    """Every case on the music under ``audio`` (its masters/ and mixes/), the same for the same seed."""
    masters = {path.stem: path for path in sorted(audio.glob("masters/*.flac"))}
    if not masters:
        raise SharedAudioMissingError(f"{audio} has no masters/*.flac: name the folder of test music with --audio.")
    songs = sorted({stem.removesuffix("__a").removesuffix("__b") for stem in masters})
    mixes = sorted(audio.glob("mixes/*.flac"))
    return [
        *_restore_cases(masters, [song for song in songs if f"{song}__b" in masters], seed),
        *_transfer_cases(masters, songs, seed),
        *(
            Case("real", mix, masters[_REAL_REFERENCES[index % 2]], None)
            for index, mix in enumerate(mixes)
            if _REAL_REFERENCES[index % 2] in masters
        ),
    ]


def _restore_cases(masters: dict[str, Path], songs: list[str], seed: int) -> list[Case]:
    cases = []
    for index, song in enumerate(songs):
        treatment = unmaster.draw_unmastering(_rng(seed, f"restore {song}"), _SOFTWARE[index % len(_SOFTWARE)])
        cases.append(Case("restore", masters[f"{song}__a"], masters[f"{song}__b"], treatment))
    return cases


def _transfer_cases(masters: dict[str, Path], songs: list[str], seed: int) -> list[Case]:
    """Each song once as the song and once as the reference, never with itself."""
    order = _rng(seed, "transfer pairs").permutation(len(songs))
    partner = {songs[order[index]]: songs[order[index - 1]] for index in range(len(songs))}
    cases = []
    for index, song in enumerate(songs):
        treatment = unmaster.draw_style(_rng(seed, f"transfer {song}"), _SOFTWARE[index % len(_SOFTWARE)])
        cases.append(Case("transfer", masters[f"{song}__a"], masters[f"{partner[song]}__a"], treatment))
    return cases


def _rng(seed: int, purpose: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def case_files(case: Case, cache: Path) -> CaseFiles:
    """The case's files, made now unless a folder of the same recipe is in the cache."""
    if case.treatment is None:
        return CaseFiles(case.song, case.reference, None)
    recipe = json.dumps({"split": case.split, "treatment": asdict(case.treatment)}, indent=1)
    folder = cache / f"{case.split}-{case.song.stem}-{_fingerprint(case, recipe)}"
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            made = Path(scratch) / "case"
            made.mkdir()
            (made / "recipe.json").write_text(recipe)
            _make(case, case.treatment, made)
            shutil.move(made, folder)
    reference = case.reference if case.split == "restore" else folder / "reference.wav"
    truth = case.song if case.split == "restore" else folder / "truth.wav"
    return CaseFiles(folder / "mix.wav", reference, truth)


def _fingerprint(case: Case, recipe: str) -> str:
    """Changes with the recipe, with the songs and with the code that carries the recipe out."""
    parts = [recipe.encode(), case.song.name.encode(), case.reference.name.encode()]
    parts += [Path(module.__file__ or "").read_bytes() for module in (making, driven, other_software)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _make(case: Case, treatment: Treatment, folder: Path) -> None:
    if case.split == "restore":
        making.treated(treatment, case.song, folder / "mix.wav")
        return
    making.treated(treatment, case.song, folder / "truth.wav")
    making.treated(treatment, case.reference, folder / "reference.wav")
    making.lowered(case.song, folder / "mix.wav")
