"""Mix, A and B at equal loudness: the louder is turned down by what it is louder, and nobody hears how."""

import numpy as np
import pytest

from bridge.live.insert import Insert, Sound
from bridge.live.match import Match
from bridge.live.turn import Turn, turned
from metamaster.chain.pedalboard_renderer.chain import Chain
from metamaster.measure.loudness import integrated_lufs
from tests.bridge.live.test_insert import MOST, largest_step, sine
from tests.chain.signals import music_like, neutral

RATE = 48000
BLOCK = 512
LOUD = neutral() | {"limiter.drive_db": 9.0, "multiband.mid.ratio": 3.0, "multiband.mid.threshold_db": -30.0}
QUIET = neutral() | {"trim.gain_db": -4.0}
SONG = music_like(3.0, RATE)


class Studio:
    """An insert and what its process measures: 20 times a second, as there."""

    def __init__(self, sound: Sound) -> None:
        self.insert, self.match = Insert(sound, RATE), Match(RATE)

    def hear(self, audio: np.ndarray, sound: Sound) -> np.ndarray:
        self.insert.aim(sound)
        out, pairs = [], []
        for start in range(0, audio.shape[1], BLOCK):
            out.append(self.insert.process(audio[:, start : start + BLOCK]))
            pairs += self.insert.played.pairs
            if start % (5 * BLOCK) == 0:
                self.match.add(pairs)
                self.insert.turn(self.match.turned_db())
                pairs = []
        return np.concatenate(out, axis=1)


def sound(slot: str, bypass: bool = False) -> Sound:
    """A is loud and B quiet, and all are matched."""
    values = {"A": LOUD, "B": QUIET}
    return Sound(values[slot], bypass, slot, values["B" if slot == "A" else "A"])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def heard() -> dict[str, np.ndarray]:
    """The song as A, bypassed, and as B, one after the other."""
    studio = Studio(sound("A"))
    first = {"settling": studio.hear(SONG, sound("A"))}
    sides = {"A": sound("A"), "mix": sound("A", True), "B": sound("B")}
    return first | {name: studio.hear(SONG, one) for name, one in sides.items()}


def test_all_sides_are_as_loud_as_the_quietest(heard: dict[str, np.ndarray]):
    quietest = integrated_lufs(SONG, RATE) - 4.0
    for side in ("A", "mix", "B"):
        assert integrated_lufs(heard[side], RATE) == pytest.approx(quietest, abs=0.2)


def test_b_is_as_loud_though_it_was_never_heard_before(heard: dict[str, np.ndarray]):
    first = heard["B"][:, RATE // 10 : RATE]
    goal = SONG[:, RATE // 10 : RATE]
    assert integrated_lufs(first, RATE) == pytest.approx(integrated_lufs(goal, RATE) - 4.0, abs=0.3)


def test_nothing_is_turned_up():
    studio = Studio(sound("B"))
    studio.hear(SONG, sound("B"))
    turned_db = studio.match.turned_db()
    assert max(turned_db.values()) == turned_db["B"] == 0.0
    assert turned_db["mix"] == pytest.approx(-4.0, abs=0.1)
    assert turned_db["A"] < -8.0


def test_without_it_everything_is_as_loud_as_it_is():
    studio = Studio(Sound(LOUD))
    out = studio.hear(SONG, Sound(LOUD))
    assert studio.match.turned_db()["A"] < -3.0
    assert np.array_equal(out, Chain(LOUD, RATE).process(SONG))


@pytest.mark.parametrize("back", [False, True])
def test_neither_switching_it_on_nor_off_clicks(back: bool):
    audio = sine()
    matched, plain = sound("A"), Sound(LOUD, slot="A")
    before, after = (matched, plain) if back else (plain, matched)
    studio = Studio(before)
    studio.hear(audio, before)
    out = np.concatenate([studio.hear(audio, before), studio.hear(audio, after)], axis=1)
    steady = max(largest_step(out, 0.5, 1.1), largest_step(out, 1.9, 2.4))
    assert largest_step(out, 1.1, 1.9) <= MOST * steady


def test_bypass_and_the_other_settings_do_not_click_when_matched():
    audio = sine()
    studio = Studio(sound("A"))
    studio.hear(audio, sound("A"))
    out = np.concatenate([studio.hear(audio, one) for one in (sound("A"), sound("A", True), sound("B"))], axis=1)
    assert largest_step(out, 0.1, 3.5) <= MOST * min(largest_step(out, 0.5, 1.1), largest_step(out, 1.7, 2.3))


def test_what_was_measured_holds_in_silence_and_while_the_other_is_heard():
    studio = Studio(sound("A"))
    studio.hear(SONG, sound("A"))
    before = studio.match.turned_db()
    studio.hear(np.zeros_like(SONG), sound("B"))
    assert studio.match.turned_db() == pytest.approx(before, abs=0.05)


def test_when_a_setting_changes_it_is_measured_anew():
    studio = Studio(Sound(neutral(), unheard=neutral()))
    studio.hear(SONG, Sound(neutral(), unheard=neutral()))
    studio.hear(SONG[:, RATE:], Sound(neutral() | {"trim.gain_db": -3.0}, unheard=neutral()))
    assert studio.match.turned_db() == pytest.approx({"mix": -3.0, "A": 0.0, "B": -3.0}, abs=0.1)


def test_of_what_changes_all_the_while_the_last_that_stood_still_holds():
    studio = Studio(Sound(QUIET))
    studio.hear(SONG, Sound(QUIET))
    before = studio.match.turned_db()
    for number in range(20):
        studio.hear(SONG[:, : 5 * BLOCK], Sound(QUIET | {"trim.gain_db": number / 2.0}))
    assert studio.match.turned_db() == before


def test_a_gain_goes_to_its_goal_in_a_straight_line_and_stays():
    turn = Turn(8)
    assert turn.gains(4, 1.0) == 1.0
    on_the_way = [np.asarray(turn.gains(size, 0.5)) for size in (3, 2, 6)]
    expected = [*np.linspace(1.0, 0.5, 9)[1:], 0.5, 0.5, 0.5]
    assert np.concatenate(on_the_way) == pytest.approx(np.array(expected), abs=1e-6)
    assert turn.gains(4, 0.5) == 0.5


def test_a_gain_of_one_is_the_sound_itself():
    assert turned(SONG, 1.0) is SONG
