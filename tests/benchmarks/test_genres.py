"""What a genre is taught with in the benchmark, and how its loss is counted."""

from pathlib import Path

from benchmarks.cases import Case
from benchmarks.genres import ADAPTED, ASPECTS, BARE, TAUGHT, other_songs, table

SONGS = [Path(f"{letter}__a.flac") for letter in "abcd"]
CASES = [Case("transfer", song, SONGS[index - 1], None) for index, song in enumerate(SONGS)]


def test_a_genre_is_taught_with_neither_the_song_nor_its_reference() -> None:
    for case in CASES:
        songs = {other.song for other in other_songs(case, CASES, 2)}
        assert len(songs) == 2
        assert not songs & {case.song, case.reference}


def test_what_is_lost_is_the_mean_ratio_over_aspects() -> None:
    def errors(tone: float) -> dict[str, float]:
        return dict.fromkeys(ASPECTS, 1.0) | {"tone": tone}

    text = table([{ADAPTED: errors(1.0), TAUGHT: errors(1.4), BARE: errors(1.0)}])
    assert [line.split("|")[-2].strip() for line in text.splitlines()[2:]] == ["+0 %", "+10 %", "+0 %"]
