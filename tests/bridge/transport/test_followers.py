"""MIDI clock, time code and machine control, as a transport hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.session.session import Session
from bridge.transport.machine_control import follow
from bridge.transport.midi_clock import CLOCKS_A_BEAT, ClockFollower
from bridge.transport.timecode import FRAMES_A_SECOND, TimecodeFollower, seconds_of
from bridge.transport.transport import Transport
from tests.bridge.clock import Clock


def beat(follower: ClockFollower, clock: Clock, beats: int, tempo_bpm: float) -> None:
    for _ in range(beats * CLOCKS_A_BEAT):
        follower.clock(clock.passes(60.0 / tempo_bpm / CLOCKS_A_BEAT))


@pytest.mark.parametrize("tempo_bpm", [60.0, 97.5, 174.0])
def test_clock_tells_the_tempo(transport: Transport, clock: Clock, tempo_bpm: float):
    beat(ClockFollower(transport, "clock"), clock, 4, tempo_bpm)
    assert transport.tempo_bpm == pytest.approx(tempo_bpm, abs=0.1)
    assert not transport.rolling


def test_a_jittering_clock_gives_a_steady_tempo(transport: Transport, clock: Clock):
    follower = ClockFollower(transport, "clock")
    for number in range(20 * CLOCKS_A_BEAT):
        follower.clock(clock.passes(60.0 / 120.0 / CLOCKS_A_BEAT) + (0.002 if number % 3 else -0.002))
    assert transport.tempo_bpm == pytest.approx(120.0, abs=0.7)


def test_start_rolls_from_the_beginning(transport: Transport, clock: Clock):
    follower = ClockFollower(transport, "clock")
    beat(follower, clock, 2, 120.0)
    follower.start()
    beat(follower, clock, 8, 120.0)
    assert transport.rolling
    assert transport.position_s == pytest.approx(4.0, abs=0.03)
    assert transport.beats == pytest.approx(8.0, abs=0.06)


def test_a_slow_song_is_where_its_last_clock_was(transport: Transport, clock: Clock):
    follower = ClockFollower(transport, "clock")
    beat(follower, clock, 2, 40.0)
    clock.passes(60.0 / 40.0 / CLOCKS_A_BEAT)
    follower.start()
    follower.clock(clock())
    beat(follower, clock, 4, 40.0)
    assert transport.position_s == pytest.approx(6.0, abs=1e-3)


def test_song_position_and_continue_go_on_from_there(transport: Transport, clock: Clock):
    follower = ClockFollower(transport, "clock")
    beat(follower, clock, 2, 120.0)
    follower.song_position(64)  # sixteenths: bar 5
    assert transport.beats == pytest.approx(16.0)
    follower.resume()
    beat(follower, clock, 4, 120.0)
    follower.stop()
    assert not transport.rolling and transport.beats == pytest.approx(20.0, abs=0.06)


def quarter_frames(follower: TimecodeFollower, clock: Clock, at: tuple[int, int, int, int], kind: int = 1) -> None:
    hours, minutes, seconds, frames = at
    fields = (frames, frames >> 4, seconds, seconds >> 4, minutes, minutes >> 4, hours, hours >> 4 | kind << 1)
    for piece, value in enumerate(fields):
        follower.quarter_frame(piece, value & 15, clock.passes(0.25 / FRAMES_A_SECOND[kind]))


def test_eight_quarter_frames_make_a_time_two_frames_old(transport: Transport, clock: Clock):
    quarter_frames(TimecodeFollower(transport, "mtc"), clock, (1, 2, 33, 20))
    assert transport.rolling
    assert transport.position_s == pytest.approx(3753.0 + 22.0 / 25.0)


def test_a_lost_quarter_frame_spoils_only_its_own_time(transport: Transport, clock: Clock):
    follower = TimecodeFollower(transport, "mtc")
    for piece in (0, 1, 2, 4, 5, 6, 7):
        follower.quarter_frame(piece, 0, clock.passes(0.01))
    assert not transport.rolling
    quarter_frames(follower, clock, (0, 0, 10, 0))
    assert transport.position_s == pytest.approx(10.08)


def test_the_tape_stops_when_no_more_quarter_frames_come(transport: Transport, clock: Clock):
    follower = TimecodeFollower(transport, "mtc")
    quarter_frames(follower, clock, (0, 0, 10, 0))
    follower.tick(clock.passes(0.05))
    assert transport.rolling
    follower.tick(clock.passes(0.3))
    assert not transport.rolling


def test_a_full_frame_locates_and_stops(transport: Transport):
    TimecodeFollower(transport, "mtc").full_frame(1 << 5, 1, 2, 5)
    assert not transport.rolling and transport.position_s == pytest.approx(62.2)


def test_drop_frame_numbers_keep_to_the_clock():
    # Ten minutes of drop-frame code are 17982 frames of 1001/30000 s.
    assert seconds_of(2, 0, 10, 0, 0.0) == pytest.approx(17982 * 1001 / 30000)
    assert seconds_of(2, 1, 0, 0, 0.0) == pytest.approx(3600.0, abs=0.01)


@pytest.mark.parametrize(
    ("command", "rolling"), [((0x02,), True), ((0x03,), True), ((0x06,), True), ((0x01,), False), ((0x09,), False)]
)
def test_machine_control_plays_and_stops(transport: Transport, command: tuple[int, ...], rolling: bool):
    transport.roll(not rolling, "mmc")
    assert follow(transport, command, "mmc")
    assert transport.rolling is rolling


def test_machine_control_locates(transport: Transport):
    assert follow(transport, (0x44, 6, 1, 1 << 5, 2, 3, 5, 0), "mmc")
    assert transport.position_s == pytest.approx(123.2)


@pytest.mark.parametrize(
    "command", [(), (0x44,), (0x44, 6, 1, 0), (0x44, 6, 1, 31, 63, 63, 31, 0), (0x55, 1, 2), (0x02, 0x02)]
)
def test_nonsense_is_passed_over(transport: Transport, command: tuple[int, ...]):
    assert not follow(transport, command, "mmc")
    assert not transport.rolling and transport.position_s == 0.0


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 15), st.floats(0.0, 0.5)), max_size=60))
def test_no_stream_of_quarter_frames_does_harm(pieces: list[tuple[int, int, float]]):
    clock = Clock()
    transport = Transport(Session(), clock)
    follower = TimecodeFollower(transport, "mtc")
    for piece, value, wait_s in pieces:
        follower.quarter_frame(piece, value, clock.passes(wait_s))
        follower.tick(clock())
    assert 0.0 <= transport.position_s < 1e6
