"""MIDI and transport with programs that nobody here wrote, over a JACK server without a sound card."""

import sys
import time

import pytest

from tests.e2e.jack_server import PATIENCE_S, Jack, bridge, eventually, lines_of, needs_midi, rolls, soon, value


def test_the_transport_of_jack_is_followed(jack: Jack):
    with bridge(jack, "--jack") as client:
        jack.transport("locate 480000", "play")
        eventually("the song to roll", lambda: rolls(client))
        assert value(client, "/metamaster/transport")[1] >= 10.0
        assert value(client, "/metamaster/position")[0] >= 10.0
        jack.transport("stop")
        eventually("the song to stop", lambda: not rolls(client))


def test_a_jack_that_stands_leaves_the_song_to_others(jack: Jack):
    with bridge(jack, "--jack") as client:
        eventually("the insert", lambda: value(client, "/metamaster/live")[0] == "running")
        client.send("/metamaster/transport/locate", 30.0)
        client.send("/metamaster/transport/roll", 1)
        eventually("the song to go on", lambda: value(client, "/metamaster/transport")[1] >= 31.5)
        assert rolls(client)
        client.send("/metamaster/transport/roll", 0)
        eventually("the song to stop", lambda: not rolls(client))
        assert value(client, "/metamaster/transport")[1] > 31.0
        jack.transport("locate 480000")
        eventually("JACK's place", lambda: value(client, "/metamaster/transport")[1] == 10.0)


def test_midi_clock_is_followed(jack: Jack):
    with bridge(jack, "--midi", "--midi-api", "UNIX_JACK") as client:
        jack.start("jack_midi_clock", "-b", "100")
        jack.connect("jack_midi_clock:mclk_out", "metamaster in:midi")

        def rolling() -> bool:
            # A clock says only once that the song begins, and on a busy machine that one message may be lost.
            jack.transport("stop")
            jack.transport("locate 0", "play")
            return soon(lambda: rolls(client))

        eventually("the song to roll", rolling)
        # A machine with other work to do lets the clock stumble; over a while it keeps its tempo.
        eventually("the tempo", lambda: value(client, "/metamaster/transport")[3] == pytest.approx(100.0, abs=3.0))
        jack.transport("stop")
        eventually("the song to stop", lambda: not rolls(client))


def test_controls_are_told_to_motor_faders(jack: Jack):
    with bridge(jack, "--midi", "--midi-api", "UNIX_JACK") as client:
        _, said = jack.start("stdbuf", "-oL", "jack_midi_dump")
        jack.connect("metamaster out:midi", "midi-monitor:input")
        # The trim's knob is controller 3 in configs/midi.yaml; of ±40 dB the ends are 0 and 127.

        def heard() -> bool:
            for gain_db in (-40.0, 40.0):
                client.send("/metamaster/trim/gain_db", gain_db)
                time.sleep(0.2)
            return any("b0 03 7f" in line.lower() for line in lines_of(said))

        eventually("controller 3", heard)


SENDER = """
import mido, sys, time
port = mido.Backend("mido.backends.rtmidi/UNIX_JACK").open_output("midi", client_name="hand")
while True:
    for packet in sys.argv[1:]:
        port.send(mido.Message.from_hex(packet))
    time.sleep(0.2)
"""


def test_machine_control_and_controllers_arrive_from_another_process(jack: Jack):
    with bridge(jack, "--midi", "--midi-api", "UNIX_JACK") as client:
        # Machine control: to 1 min 2 s, at 25 frames a second. NRPN 1, the low shelf's corner: up, as it waits at 0.
        locate, knob = "F0 7F 7F 06 44 06 01 20 01 02 00 00 F7", ("B0 63 00", "B0 62 01", "B0 06 00", "B0 06 7F")
        jack.start(sys.executable, "-c", SENDER, locate, *knob)
        jack.connect("hand:midi", "metamaster in:midi")
        eventually("the position", lambda: value(client, "/metamaster/transport")[1] == pytest.approx(62.0))
        shelf = "/metamaster/eq/mid/low_shelf/freq_hz"
        eventually("the corner", lambda: value(client, shelf)[0] == pytest.approx(300.0, rel=0.02))


def test_a_controller_may_be_unplugged_and_plugged_in_again(jack: Jack):
    needs_midi()
    # Both ends of the trim's knob, so that it is taken over.
    knob = (sys.executable, "-c", SENDER, "B0 03 00", "B0 03 7F")
    hand, _ = jack.start(*knob)
    listed = "import mido; print(mido.Backend('mido.backends.rtmidi/UNIX_JACK').get_input_names())"

    def there() -> bool:
        _, said = jack.start(sys.executable, "-c", listed)
        jack.running[-1].wait(PATIENCE_S)
        return any("hand" in line for line in lines_of(said))

    eventually("the controller", there)
    with bridge(jack, "--midi-in", "hand", "--midi-api", "UNIX_JACK") as client:

        def turns() -> bool:
            client.ask("/metamaster/trim/gain_db", 1.0)
            time.sleep(0.5)
            return bool(value(client, "/metamaster/trim/gain_db")[0] != 1.0)

        eventually("the knob", turns)
        client.send("/metamaster/error/start_listen")
        hand.terminate()
        while (told := client.receive(PATIENCE_S)).address != "/metamaster/error":
            pass
        assert "has gone" in told.arguments[2]
        client.ask("/metamaster/error/stop_listen")
        jack.start(*knob)
        eventually("the knob again", turns)


def test_an_unknown_port_is_named_with_those_there_are(jack: Jack):
    needs_midi()
    program, said = jack.start(
        sys.executable, "-m", "metamaster", "bridge", "--port", "0", "--state", str(jack.folder / "state.json"),
        "--midi-in", "Faderport", "--midi-api", "UNIX_JACK",
    )  # fmt: skip
    assert program.wait(PATIENCE_S) != 0
    assert any("no MIDI input 'Faderport': there are" in line for line in lines_of(said)), lines_of(said)
