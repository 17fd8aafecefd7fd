"""One transport, whoever leads."""

import pytest

from bridge.errors import OutOfRange
from bridge.session import events
from bridge.session.session import Session
from bridge.transport.transport import Transport
from tests.bridge.clock import Clock


def test_it_stands_at_the_beginning(transport: Transport):
    assert (transport.rolling, transport.position_s, transport.beats) == (False, 0.0, 0.0)


def test_the_position_moves_while_it_rolls_and_only_then(transport: Transport, clock: Clock):
    transport.locate(10.0, "osc")
    clock.passes(5.0)
    transport.roll(True, "osc")
    clock.passes(2.5)
    assert transport.position_s == pytest.approx(12.5)
    transport.roll(False, "osc")
    clock.passes(9.0)
    assert transport.position_s == pytest.approx(12.5)


def test_beats_are_quarter_notes_at_the_tempo(transport: Transport):
    transport.set_tempo(90.0, "osc")
    transport.locate(4.0, "osc")
    assert transport.beats == pytest.approx(6.0)


def test_the_session_is_told(transport: Transport, session: Session):
    told: list[events.Event] = []
    session.bus.subscribe(told.append)
    transport.locate(3.0, "jack")
    transport.roll(True, "jack")
    assert told[0] == events.AspectChanged("position")
    assert events.TransportChanged(True, 120.0, "jack") in told
    assert session.position_s == pytest.approx(3.0)


def test_while_it_rolls_one_leads(transport: Transport, clock: Clock):
    transport.roll(True, "jack")
    transport.locate(50.0, "midi clock")
    assert transport.position_s == 0.0 and transport.leader == "jack"


def test_when_the_leader_is_silent_another_takes_over(transport: Transport, clock: Clock):
    transport.roll(True, "jack")
    clock.passes(1.5)
    transport.locate(50.0, "midi clock")
    assert transport.position_s == 50.0 and transport.leader == "midi clock"


def test_a_song_that_rolls_is_not_moved_by_a_trifle(transport: Transport, clock: Clock):
    transport.locate(10.0, "osc", 0.05)
    transport.locate(10.02, "osc", 0.05)
    assert transport.position_s == pytest.approx(10.02)  # it stands
    transport.roll(True, "osc")
    clock.passes(1.0)
    transport.locate(10.99, "osc", 0.05)
    assert transport.position_s == pytest.approx(11.02)
    transport.locate(10.9, "osc", 0.05)
    assert transport.position_s == pytest.approx(10.9)


@pytest.mark.parametrize("seconds", [-0.1, float("nan"), float("inf"), 2e6])
def test_there_is_no_such_position(transport: Transport, seconds: float):
    with pytest.raises(OutOfRange, match="position"):
        transport.locate(seconds, "osc")


@pytest.mark.parametrize("tempo_bpm", [0.0, 5.0, 1001.0, float("nan")])
def test_there_is_no_such_tempo(transport: Transport, tempo_bpm: float):
    with pytest.raises(OutOfRange, match="tempo"):
        transport.set_tempo(tempo_bpm, "osc")
