"""OSCQuery as a client reads it that nobody here wrote, and mDNS as zeroconf hears it."""

import socket
import time
from typing import Any

import pytest
from zeroconf import ServiceBrowser, ServiceInfo, Zeroconf

from bridge.http.service import HttpOptions
from bridge.oscquery.announcement import Announcement, Doors
from tests.bridge.http.serving import ServedHttp

WAIT_S = 8.0


def test_python_oscquery_reads_the_tree_and_the_host(web: ServedHttp):
    client_module = pytest.importorskip(
        "pythonoscquery.osc_query_client", reason="needs pip install python-oscquery requests"
    )
    here = ServiceInfo(
        "_oscjson._tcp.local.",
        "here._oscjson._tcp.local.",
        port=web.http.port,
        addresses=[socket.inet_aton("127.0.0.1")],
    )
    client = client_module.OSCQueryClient(here)
    info = client.get_host_info()
    assert (info.osc_ip, info.osc_port) == ("127.0.0.1", web.osc.udp.port)
    equaliser = client.query_node("/metamaster/eq")
    assert len(equaliser.contents) == 2
    assert client.query_node("/metamaster/none") is None


class Listener:
    """Notes the services that are heard of."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def add_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        self.names.add(name)

    def update_service(self, *_: Any) -> None: ...

    def remove_service(self, zeroconf: Zeroconf, kind: str, name: str) -> None:
        self.names.discard(name)


def test_the_bridge_is_heard_of_and_takes_its_leave(web: ServedHttp):
    try:
        ears = Zeroconf(interfaces=["127.0.0.1"])
    except OSError as error:
        pytest.skip(f"needs a network that lets multicast through ({error})")
    listener = Listener()
    kinds = ["_oscjson._tcp.local.", "_osc._udp.local."]
    with ears:
        browser = ServiceBrowser(ears, kinds, listener)
        announcement = Announcement(Doors("127.0.0.1", web.http.port, web.osc.udp.port), web.desk.session.bus.emit)
        web.call(announcement.start)
        try:
            if not _until(lambda: len(_ours(listener, web)) == 2):
                pytest.skip("needs a network that lets multicast through")
            name = next(name for name in _ours(listener, web) if "_oscjson" in name)
            info = ears.get_service_info(kinds[0], name)
            assert info is not None
            assert (info.port, info.parsed_addresses()) == (web.http.port, ["127.0.0.1"])
        finally:
            web.run(announcement.stop())
        assert _until(lambda: not _ours(listener, web))
        browser.cancel()


@pytest.mark.parametrize("mdns", [True, False])
def test_a_site_is_announced_only_where_that_is_wanted(web: ServedHttp, monkeypatch: pytest.MonkeyPatch, mdns: bool):
    announced = list[Doors]()

    class Noted(Announcement):
        def start(self) -> None:
            announced.append(self._doors)

    monkeypatch.setattr("bridge.http.assembly.Announcement", Noted)
    web.close_http()
    web.options = HttpOptions(port=0, mdns=mdns)
    web.open_http()
    assert announced == [Doors("127.0.0.1", web.http.port, web.osc.udp.port)] * mdns


def _ours(listener: Listener, web: ServedHttp) -> set[str]:
    return {name for name in listener.names if f" {web.http.port} " in name}


def _until(is_so: Any) -> bool:
    end_s = time.monotonic() + WAIT_S
    while time.monotonic() < end_s:
        if is_so():
            return True
        time.sleep(0.05)
    return False
