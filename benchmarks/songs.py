"""How long a procedural song takes: ``python -m benchmarks.songs``, processor seconds for 30 s of music on one core."""

import argparse
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
    medians = []
    for genre in GENRES:
        taken = [seconds_for(genre, seed, args.seconds) for seed in range(args.songs)]
        medians.append(statistics.median(taken))
        print(f"{genre:14} median {medians[-1]:.2f} s, worst {max(taken):.2f} s", flush=True)
    print(f"{'all':14} median {statistics.median(medians):.2f} s, worst genre {max(medians):.2f} s")


if __name__ == "__main__":
    main()
