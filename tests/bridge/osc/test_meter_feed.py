"""Meters at the rate that each client asks for."""

from bridge.osc.codec import Message
from bridge.session.meters import FileMeters
from tests.bridge.conftest import Served
from tests.bridge.test_desk import METERS

WHOLE = (-13.0, -13.5, -14.0, -1.0, 2.0, 0.5, 0.5, 3.25, 0.0)


def test_the_meters_tell_of_the_whole_where_there_is_no_position(served: Served):
    served.call(lambda: served.desk.session.set_meters(FileMeters(METERS)))
    assert served.udp().ask("/metamaster/meters") == [Message("/metamaster/meters", WHOLE)]


def test_without_a_file_there_is_nothing_to_tell(served: Served):
    assert served.udp().ask("/metamaster/meters") == []


def test_they_are_sent_together_and_each_by_its_own_address_until_it_is_enough(served: Served):
    served.call(lambda: served.desk.session.set_meters(FileMeters(METERS)))
    client = served.udp()
    client.send("/metamaster/meters/start_listen", 50)
    told = [client.receive() for _ in range(2 * (1 + len(WHOLE)))]
    assert told[0] == told[1 + len(WHOLE)] == Message("/metamaster/meters", WHOLE)
    assert told[3] == Message("/metamaster/meters/integrated_lufs", (-14.0,))
    client.ask("/metamaster/meters/stop_listen")
    assert client.ask("/metamaster/ping", 1) == [Message("/metamaster/pong", (1,))]


def test_they_follow_the_position(served: Served):
    served.call(lambda: served.desk.session.set_meters(FileMeters(METERS)))
    client = served.udp()
    client.send("/metamaster/position", 0.05)
    ((_, levels),) = client.ask("/metamaster/meters")
    assert levels == (-200.0, -200.0, -14.0, -1.0, 2.0, 0.5, 0.5, 3.25, 0.0)
