"""The bridge follows Ardour itself: its transport over JACK, its MIDI clock and time code, and its sound."""

from collections.abc import Callable

import pytest

from bridge.osc.client import Client
from bridge.session.meters import SILENCE_DB
from tests.e2e.ardour_program import RATE, Ardour, Studio, studio
from tests.e2e.jack_server import rolls, soon, value

TEN_S = 10 * RATE
MIDI = ("--midi", "--midi-api", "UNIX_JACK", "--no-http")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """One session for all of these."""
    return studio(tmp_path_factory.mktemp("ardour"))


def position_s(client: Client) -> float:
    return float(value(client, "/metamaster/transport")[1])


def plays(ardour: Ardour, holds: Callable[[], bool]) -> None:
    """Has Ardour play from ten seconds on until something is so; again if need be, as a message may be lost."""

    def told() -> bool:
        ardour.tell("/transport_stop", 1.0)
        ardour.tell("/locate", TEN_S, 0)
        ardour.tell("/transport_play", 1.0)
        return bool(soon(holds))

    ardour.eventually("the song to roll", told)


def stops(ardour: Ardour) -> None:
    """Has Ardour stop, and the bridge with it."""

    def told() -> bool:
        ardour.tell("/transport_stop", 1.0)
        return bool(soon(lambda: not rolls(ardour.bridge)))

    ardour.eventually("the song to stop", told)


def loudness_lufs(client: Client) -> float:
    """The momentary loudness of what was heard last; there are no meters before anything was."""
    client.send("/metamaster/meters")
    told = [one.arguments for one in client.ask("/metamaster/version") if one.address == "/metamaster/meters"]
    return float(told[0][0]) if told else SILENCE_DB


def test_its_transport_over_jack_and_its_sound_through_the_insert(at: Studio):
    def use(ardour: Ardour) -> None:
        client = ardour.bridge
        for side in ("L", "R"):
            ardour.connect("ardour:Click/audio_out 1", f"metamaster:in_{side}")
        ardour.tell("/toggle_click", 1.0)
        plays(ardour, lambda: rolls(client) and position_s(client) > 10.0)
        ardour.eventually("its metronome", lambda: loudness_lufs(client) > -50.0)
        stops(ardour)
        ardour.eventually("silence", lambda: loudness_lufs(client) < -90.0)

    at.run(("--jack", "--no-http"), use)


def test_its_midi_clock_and_its_time_code(at: Studio):
    def use(ardour: Ardour) -> None:
        client, ours = ardour.bridge, "metamaster in:midi"
        ardour.connect("ardour:MIDI Clock out", ours)
        plays(ardour, lambda: rolls(client))
        # A machine with other work to do lets the clock stumble; it is not far from its tempo.
        tempo = pytest.approx(120.0, abs=20.0)
        ardour.eventually("the tempo", lambda: value(client, "/metamaster/transport")[3] == tempo)
        stops(ardour)
        ardour.jack.disconnect("ardour:MIDI Clock out", ours)

        ardour.connect("ardour:MTC out", ours)
        plays(ardour, lambda: rolls(client) and 10.0 < position_s(client) < 60.0)
        stops(ardour)
        ardour.tell("/locate", 2 * TEN_S, 0)
        ardour.eventually("the place", lambda: position_s(client) == pytest.approx(20.0, abs=0.1))

    at.run(MIDI, use)
