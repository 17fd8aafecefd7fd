"""How long a procedural song takes: ``python -m benchmarks.songs``, processor seconds for 30 s of music on one core."""

import argparse
import itertools
import statistics
import time

from tasks.songs.catalogue import GENRES, song


def seconds_for(genre: str, seed: int, length_s: float) -> float:
    """Processor time of one song, whatever else the machine is doing."""
    start = time.process_time()
    song(genre, seed, length_s)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=5, help="per genre")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of each")
    args = parser.parse_args()
    song(GENRES[0], 0, 1.0)
    taken: dict[str, list[float]] = {genre: [] for genre in GENRES}
    # Round and round, so that a busy minute does not fall on one genre.
    for seed, genre in itertools.product(range(args.songs), GENRES):
        taken[genre].append(seconds_for(genre, seed, args.seconds))
    for genre, seconds in taken.items():
        print(f"{genre:14} median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")
    medians = [statistics.median(seconds) for seconds in taken.values()]
    print(f"{'all':14} median {statistics.median(medians):.2f} s, worst genre {max(medians):.2f} s")


if __name__ == "__main__":
    main()
