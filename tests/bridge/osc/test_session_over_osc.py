"""A session as a client sees it."""

from pathlib import Path

import pytest

from bridge.osc.codec import Message
from bridge.session.job import Adapted
from metamaster.chain.settings import DEFAULTS
from tests.bridge.conftest import Crank, Served

GAIN = "/metamaster/eq/mid/bell_1/gain_db"


def test_a_value_is_set_and_read_back(served: Served):
    client = served.udp()
    assert client.ask(GAIN, 2.5) == []
    assert client.ask(GAIN) == [Message(GAIN, (2.5,))]
    assert client.ask(f"{GAIN}/get") == [Message(GAIN, (2.5,))]


def test_set_is_acknowledged_with_the_value_that_is_kept(served: Served):
    assert served.udp().ask(f"{GAIN}/set", 2.5) == [Message(GAIN, (2.5,))]


@pytest.mark.parametrize(("form", "value"), [("/norm", 0.75), ("/str", "4.5 dB")])
def test_values_have_two_more_forms(served: Served, form: str, value: object):
    client = served.udp()
    client.send(GAIN + form, value)
    assert client.ask(GAIN) == [Message(GAIN, (4.5,))]
    assert client.ask(f"{GAIN}{form}/get") == [Message(GAIN + form, (value,))]


def test_whoever_listens_is_told_the_value_at_once_and_then_its_changes(served: Served):
    fader, panel = served.udp(), served.udp()
    assert panel.ask(f"{GAIN}/start_listen") == [Message(GAIN, (0.0,))]
    fader.send(GAIN, -3.0)
    assert panel.receive() == Message(GAIN, (-3.0,))


def test_all_forms_tell_of_a_change_in_one(served: Served):
    fader, panel = served.udp(), served.udp()
    panel.ask(f"{GAIN}/str/start_listen")
    panel.ask(f"{GAIN}/norm/start_listen")
    fader.send(GAIN, 9.0)
    assert {panel.receive(), panel.receive()} == {Message(f"{GAIN}/norm", (1.0,)), Message(f"{GAIN}/str", ("9 dB",))}


def test_who_stops_listening_is_told_no_more(served: Served):
    fader, panel = served.udp(), served.udp()
    panel.ask(f"{GAIN}/start_listen")
    panel.ask(f"{GAIN}/stop_listen")
    fader.ask(f"{GAIN}/set", 1.0)
    assert panel.answers() == []


def test_a_fader_is_not_told_what_it_just_said(served: Served):
    fader, panel = served.udp(), served.udp()
    fader.ask(f"{GAIN}/start_listen")
    panel.ask(f"{GAIN}/start_listen")
    fader.send(GAIN, 1.0)
    assert panel.receive() == Message(GAIN, (1.0,))
    assert fader.answers() == []


def test_replies_go_to_the_port_that_is_named(served: Served):
    asker, screen = served.udp(), served.udp()
    asker.send(f"{GAIN}/start_listen", screen.port)
    assert screen.receive() == Message(GAIN, (0.0,))
    asker.send(f"{GAIN}/get", f"localhost:{screen.port}")
    assert screen.receive() == Message(GAIN, (0.0,))


def test_replies_go_to_no_other_machine(served: Served):
    (answer,) = served.udp().ask(f"{GAIN}/start_listen", "192.0.2.1:9000")
    assert answer.address == "/metamaster/error" and answer.arguments[1] == "reply_refused"


def test_many_changes_in_a_moment_are_told_as_the_latest(served: Served):
    fader, panel = served.udp(), served.udp()
    panel.ask(f"{GAIN}/start_listen")
    for step in range(400):
        fader.send(GAIN, step / 64)
    fader.answers()
    told = [panel.receive()]
    while told[-1] != Message(GAIN, (399 / 64,)):
        told.append(panel.receive())
    assert len(told) < 100


def test_everything_can_be_listened_to_at_once(served: Served):
    fader, panel = served.udp(), served.udp()
    told = panel.ask("/metamaster/start_listen", "norm")
    assert Message(f"{GAIN}/norm", (0.5,)) in told and Message("/metamaster/mix", ("",)) in told
    fader.send("/metamaster/bypass", 1)
    assert panel.receive() == Message("/metamaster/bypass/norm", (1.0,))


def test_ab_switches_all_values(served: Served):
    client = served.udp()
    client.send(GAIN, 3.0)
    client.send("/metamaster/ab", "B")
    assert client.ask(GAIN) == [Message(GAIN, (0.0,))]
    client.send("/metamaster/ab/copy")
    client.send("/metamaster/ab", 0)
    assert client.ask(GAIN) == [Message(GAIN, (0.0,))]


def test_a_gesture_is_one_step_to_undo(served: Served):
    client = served.udp()
    client.send(f"{GAIN}/begin")
    for value in (1.0, 2.0, 3.0):
        client.send(GAIN, value)
    client.send(f"{GAIN}/end")
    assert client.ask("/metamaster/undo") == [Message("/metamaster/undone", ("eq.mid.bell_1.gain_db",))]
    assert client.ask(GAIN) == [Message(GAIN, (0.0,))]
    assert client.ask("/metamaster/redo") == [Message("/metamaster/redone", ("eq.mid.bell_1.gain_db",))]
    assert client.ask(GAIN) == [Message(GAIN, (3.0,))]


def test_files_are_named_within_the_roots(served: Served, root: Path):
    client = served.udp()
    client.send("/metamaster/mix", "mix.wav")
    client.send("/metamaster/reference/add", "one.wav")
    client.send("/metamaster/reference/add", str(root / "two.wav"), 0.5)
    assert client.ask("/metamaster/mix") == [Message("/metamaster/mix", (str(root / "mix.wav"),))]
    expected = (str(root / "one.wav"), 1.0, str(root / "two.wav"), 0.5)
    assert client.ask("/metamaster/references") == [Message("/metamaster/references", expected)]


def test_presets_are_saved_loaded_by_name_or_number_and_deleted(served: Served):
    with served.tcp() as client:
        client.ask(GAIN, 2.0)
        client.ask_until("/metamaster/preset/saved", "/metamaster/preset/save", "Loud one")
        client.ask(GAIN, 5.0)
        assert client.ask("/metamaster/preset/load", "Loud one") == [Message("/metamaster/preset", ("Loud one",))]
        assert client.ask(GAIN) == [Message(GAIN, (2.0,))]
        client.ask(GAIN, 5.0)
        client.ask("/metamaster/preset/load", 0)
        assert client.ask(GAIN) == [Message(GAIN, (2.0,))]
        client.ask_until("/metamaster/preset/deleted", "/metamaster/preset/delete", "Loud one")
        assert client.ask("/metamaster/presets") == [Message("/metamaster/presets", ())]


def test_who_starts_a_job_is_told_how_it_goes(served: Served, crank: Crank):
    client = served.udp()
    client.send("/metamaster/mix", "mix.wav")
    client.send("/metamaster/references", "one.wav", 1.0)
    assert client.ask("/metamaster/adapt") == [Message("/metamaster/job/queued", (1, "adapt"))]
    jobs = served.desk.session.jobs
    served.call(lambda: jobs.started(1))
    assert client.receive() == Message("/metamaster/job/started", (1, "adapt"))
    served.call(lambda: jobs.progressed(1, "listen", 0.5))
    assert client.receive() == Message("/metamaster/job/progress", (1, "adapt", "listen", 0.5))
    chain = DEFAULTS.replace({"eq.mid.bell_1.gain_db": 1.5}).as_dict()
    served.call(lambda: jobs.finished(1, Adapted(chain, -9.5, "A bell.")))
    assert client.receive() == Message("/metamaster/job/ended", (1, "adapt", "done", "", "A bell."))
    assert client.ask(GAIN) == [Message(GAIN, (1.5,))]
    assert client.ask("/metamaster/delivery/loudness_lufs")[0].arguments == (-9.5,)


def test_where_a_job_stands_can_be_asked(served: Served, crank: Crank, root: Path):
    client = served.udp()
    client.ask("/metamaster/analyse", str(root / "mix.wav"))
    assert client.ask("/metamaster/job/state", 1) == [Message("/metamaster/job/queued", (1, "analyse"))]
    served.call(lambda: served.desk.session.jobs.failed(1, "silent_input", "It is silent."))
    client.receive()
    ended = Message("/metamaster/job/ended", (1, "analyse", "failed", "silent_input", "It is silent."))
    assert client.ask("/metamaster/job/state", 1) == [ended]
    assert client.ask("/metamaster/job/state", 2)[0].arguments[1] == "nothing_to_do"


def test_others_are_told_of_jobs_when_they_listen(served: Served, root: Path):
    client, panel = served.udp(), served.udp()
    panel.ask("/metamaster/job/start_listen")
    client.send("/metamaster/analyse", "one.wav")
    assert panel.receive() == Message("/metamaster/job/queued", (1, "analyse"))


def test_all_of_this_works_over_tcp_too(served: Served):
    with served.tcp() as client, served.tcp() as panel:
        panel.ask(f"{GAIN}/start_listen")
        assert client.ask(f"{GAIN}/set", 2.0) == [Message(GAIN, (2.0,))]
        assert panel.receive(10.0) == Message(GAIN, (2.0,))
