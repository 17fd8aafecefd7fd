"""How far the engineers of ``tasks`` move finished music: ``python -m benchmarks.engineers --audio FOLDER``.

What is printed is the mean over the songs of the mean absolute change in dB of each aspect, the loudness that came
out, and the seconds of processor time that it took.
"""

import argparse
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from metamaster.style.aspects import ASPECTS, features
from metamaster.style.frames import STYLE_RATE
from metamaster.style.reading import describe_file
from tasks.engineers.chain_engineer import ChainEngineer
from tasks.engineers.engineer import Stereo
from tasks.engineers.other_software import OtherSoftwareEngineer
from tasks.engineers.unmaster import Unmastering
from tasks.folder import folder_shelf
from tasks.tracks.passages import frames_of_audio
from tasks.tracks.stretch import stretch_at


def measured(audio: Stereo) -> dict[str, np.ndarray]:
    """The entries of each aspect, and the loudness."""
    style = describe_file(frames_of_audio(audio))
    by_aspect = {name: np.asarray(entries) for name, entries in features(style).items()}
    return by_aspect | {"loudness": np.asarray(style.loudness_lufs)}


def row(before: dict[str, np.ndarray], audio: Stereo, seconds: float) -> list[float]:
    after = measured(audio)
    changes = [float(np.abs(after[aspect] - before[aspect]).mean()) for aspect in ASPECTS]
    return [*changes, float(after["loudness"]), seconds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audio", type=Path, required=True, help="a folder of masters, as tasks take it")
    rows = defaultdict(list)
    for seed, track in enumerate(folder_shelf(parser.parse_args().audio).tracks):
        song = stretch_at(track.masters[0].read(0, 1), 0, track.name)
        before = measured(song)
        for engineer in (ChainEngineer(track.genre, seed), OtherSoftwareEngineer(track.genre, seed)):
            start = time.process_time()
            mastered = engineer.master(song, STYLE_RATE).audio
            rows[engineer.name].append(row(before, mastered, time.process_time() - start))
        start = time.process_time()
        undone = Unmastering(seed).mix(song, STYLE_RATE)
        rows["unmastering"].append(row(before, undone, time.process_time() - start))
    print("| engineer |", " | ".join(f"{aspect} dB" for aspect in ASPECTS), "| LUFS | CPU s |")
    print("| --- |" + " ---: |" * (len(ASPECTS) + 2))
    for name, found in rows.items():
        print(f"| {name} |", " | ".join(f"{value:.2f}" for value in np.mean(found, axis=0)), "|")


if __name__ == "__main__":
    main()
