"""The HTTP service: what comes of a site that does not load."""

import asyncio
import socket

import pytest

from bridge.http.service import HttpOptions, HttpService, Site
from bridge.session.events import Bus, Event, Trouble


def broken(host: str, port: int) -> Site:
    raise ImportError("aiohttp is gone")


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def bus(told: list[Event]) -> Bus:
    made = Bus()
    made.subscribe(told.append)
    return made


async def started_and_stopped(service: HttpService) -> None:
    await service.start()
    with pytest.raises(ImportError):
        await service.opened()
    # What is told is told once the loop comes to it.
    await asyncio.sleep(0)
    await service.stop()


def test_a_site_that_does_not_load_is_told(bus: Bus, told: list[Event]):
    asyncio.run(started_and_stopped(HttpService(HttpOptions(port=0), broken, bus)))
    (trouble,) = told
    assert isinstance(trouble, Trouble)
    assert trouble.code == "panel_lost" and "aiohttp is gone" in trouble.sentence


def test_who_connects_to_it_is_not_left_waiting(bus: Bus):
    async def run() -> None:
        service = HttpService(HttpOptions(port=0), broken, bus)
        await service.start()
        with pytest.raises(ImportError):
            await service.opened()
        await asyncio.sleep(0)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", service.port), timeout=60.0).close()
        await service.stop()

    asyncio.run(run())


def test_its_port_is_free_after_it(bus: Bus):
    service = HttpService(HttpOptions(port=0), broken, bus)
    asyncio.run(started_and_stopped(service))
    with socket.socket() as again:
        again.bind(("127.0.0.1", service.port))
