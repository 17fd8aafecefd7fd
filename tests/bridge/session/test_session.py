"""What a plugin's processor holds."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bridge.errors import NothingToDo, OutOfRange, TooMany, UnknownControl
from bridge.session import events
from bridge.session.events import AspectChanged, ControlChanged, Event
from bridge.session.history import LONGEST, PAUSE_S
from bridge.session.references import Reference
from bridge.session.session import MOST_GESTURES, MOST_REFERENCES, Session

GAIN, Q, DRIVE = "eq.mid.bell_1.gain_db", "eq.mid.bell_1.q", "limiter.drive_db"


@dataclass
class Clock:
    """A clock that tests set."""

    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(clock: Clock) -> Session:
    return Session(clock)


Heard = Callable[[type], list[Event]]


@pytest.fixture
def heard(session: Session) -> Heard:
    """What was told of that kind."""
    told: list[Event] = []
    session.bus.subscribe(told.append)
    return lambda kind: [event for event in told if isinstance(event, kind)]


def test_a_change_is_told_with_who_made_it(session: Session, heard: Heard):
    session.set(GAIN, 2.0, "fader")
    assert heard(ControlChanged) == [ControlChanged(GAIN, 2.0, "fader")]


def test_what_is_the_same_already_is_not_told(session: Session, heard: Heard):
    session.set(GAIN, 0.0)
    assert heard(ControlChanged) == [] and session.history.labels == ("", "")


def test_a_refused_value_changes_nothing(session: Session, heard: Heard):
    with pytest.raises(OutOfRange):
        session.set(GAIN, 100.0)
    assert session.get(GAIN) == 0.0 and heard(ControlChanged) == []


def test_an_unknown_control_is_refused_with_the_nearest_name(session: Session):
    with pytest.raises(UnknownControl, match=r"eq\.mid\.bell_1\.gain_db"):
        session.set("eq.mid.bell_1.gain", 1.0)


def test_who_unsubscribes_is_told_no_more(session: Session):
    told: list[Event] = []
    unsubscribe = session.bus.subscribe(told.append)
    unsubscribe()
    session.set(GAIN, 1.0)
    assert told == []


def test_a_and_b_have_settings_of_their_own(session: Session, heard: Heard):
    session.set(GAIN, 2.0)
    session.set("ab", "B")
    assert (session.slot, session.get(GAIN)) == ("B", 0.0)
    assert heard(ControlChanged)[-2:] == [ControlChanged("ab", 1.0, ""), ControlChanged(GAIN, 0.0, "")]
    session.set("ab", "A")
    assert session.get(GAIN) == 2.0


def test_the_settings_heard_can_be_copied_to_the_others(session: Session):
    session.set(GAIN, 2.0)
    session.copy_to_other()
    assert session.chain_values("B") == session.chain_values("A")
    session.undo()
    assert session.chain_values("B")[GAIN] == 0.0


def test_changes_of_the_settings_not_heard_are_told_once_each(session: Session, heard: Heard):
    session.set(GAIN, 2.0)
    assert AspectChanged("unheard") not in heard(AspectChanged)
    session.copy_to_other()
    session.undo()
    assert heard(AspectChanged).count(AspectChanged("unheard")) == 2


def test_undo_and_redo(session: Session, heard: Heard):
    session.set(GAIN, 2.0)
    session.set(Q, 1.5)
    assert session.undo() == Q
    assert (session.get(GAIN), session.get(Q)) == (2.0, 0.8)
    assert session.history.labels == (GAIN, Q)
    assert session.redo() == Q
    assert session.get(Q) == 1.5
    assert heard(events.AspectChanged)[-1] == events.AspectChanged("history")


def test_redo_ends_where_one_was_though_two_had_hold_of_a_control(session: Session):
    session.begin(DRIVE, "one")
    session.set(DRIVE, 1.0, "one")
    session.set(DRIVE, 2.0, "two")
    session.set(DRIVE, 3.0, "one")
    session.end(DRIVE, "one")
    values = []
    for step in (session.undo, session.undo, session.redo, session.redo):
        step()
        values.append(session.get(DRIVE))
    assert values == [1.0, 0.0, 1.0, 3.0]


def test_nothing_can_be_undone_twice(session: Session):
    session.set(GAIN, 2.0)
    session.undo()
    with pytest.raises(NothingToDo):
        session.undo()


def test_after_a_change_there_is_nothing_to_redo(session: Session):
    session.set(GAIN, 2.0)
    session.undo()
    session.set(Q, 1.0)
    with pytest.raises(NothingToDo):
        session.redo()


def test_how_one_listens_is_not_undone(session: Session):
    session.set("bypass", 1)
    session.set("ab", 1)
    session.set("compare.level_matched", 1)
    assert session.history.labels == ("", "")


def test_quick_changes_of_one_control_are_one_step(session: Session, clock: Clock):
    for value in (1.0, 2.0, 3.0):
        session.set(GAIN, value)
        clock.now_s += PAUSE_S
    clock.now_s += 0.1
    session.set(GAIN, 4.0)
    session.undo()
    assert session.get(GAIN) == 3.0
    session.undo()
    assert session.get(GAIN) == 0.0


def test_a_gesture_is_one_step_however_long_it_takes(session: Session, clock: Clock):
    session.set(GAIN, 1.0, "fader")
    session.begin(GAIN, "fader")
    for value in (2.0, 3.0):
        session.set(GAIN, value, "fader")
        clock.now_s += 60.0
    session.end(GAIN, "fader")
    session.set(GAIN, 4.0, "fader")
    session.undo()
    assert session.get(GAIN) == 3.0
    session.undo()
    assert session.get(GAIN) == 1.0


def test_gestures_of_two_hands_at_once_are_two_steps(session: Session, clock: Clock):
    session.begin(GAIN, "left")
    session.begin(Q, "right")
    for step in range(1, 4):
        session.set(GAIN, float(step), "left")
        session.set(Q, 0.8 + 0.1 * step, "right")
        clock.now_s += 1.0
    session.undo()
    assert (session.get(GAIN), session.get(Q)) == (3.0, 0.8)
    session.undo()
    assert session.history.labels[0] == ""


def test_gestures_are_told(session: Session, heard: Heard):
    session.begin(GAIN, "fader")
    session.end_all("fader")
    assert heard(events.GestureChanged) == [
        events.GestureChanged(GAIN, True, "fader"),
        events.GestureChanged(GAIN, False, "fader"),
    ]


def test_gestures_that_nobody_ends_are_not_kept_for_ever(session: Session, heard: Heard):
    for number in range(MOST_GESTURES + 1):
        session.begin(GAIN, f"client {number}")
    assert heard(events.GestureChanged)[-2] == events.GestureChanged(GAIN, False, "client 0")


def test_what_is_done_together_is_one_step(session: Session):
    with session.together():
        session.set(GAIN, 1.0)
        session.set(DRIVE, 3.0)
    session.undo()
    assert (session.get(GAIN), session.get(DRIVE)) == (0.0, 0.0)


def test_a_hundred_steps_are_kept(session: Session, clock: Clock):
    for number in range(LONGEST + 20):
        clock.now_s += 1.0
        session.set(DRIVE, number / 10)
    for _ in range(LONGEST):
        session.undo()
    assert session.get(DRIVE) == pytest.approx(1.9)
    with pytest.raises(NothingToDo):
        session.undo()


def test_mix_and_references_can_be_undone(session: Session, heard: Heard):
    session.set_mix("/songs/mix.wav")
    session.set_references((Reference("/songs/one.wav", 2.0),))
    assert heard(events.AspectChanged)[0] == events.AspectChanged("mix")
    session.undo()
    session.undo()
    assert (session.mix, session.references) == ("", ())


def test_there_are_not_endless_references(session: Session):
    with pytest.raises(TooMany):
        session.set_references(tuple(Reference(f"/{number}") for number in range(MOST_REFERENCES + 1)))


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf"), 1e9])
def test_a_weight_is_a_positive_number(session: Session, weight: float):
    with pytest.raises(OutOfRange):
        session.set_references((Reference("/one", weight),))


def test_changes_of_what_a_preset_holds_are_told_once(session: Session, heard: Heard):
    session.set("bypass", 1)
    assert not session.dirty
    session.set(GAIN, 1.0)
    session.set(GAIN, 2.0)
    session.name_preset("Mine")
    assert heard(events.AspectChanged).count(events.AspectChanged("dirty")) == 2
    assert session.preset == "Mine"
