"""Meters at the rate that each client asks for."""

import asyncio
from collections.abc import Iterator
from dataclasses import astuple, fields

from bridge.errors import OutOfRange, TooMany
from bridge.osc.arguments import Given, number
from bridge.osc.codec import encode
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import MOST_LISTENERS
from bridge.osc.routes import ROOT, Command
from bridge.session.meters import MeterReading
from bridge.session.session import Session

METERS = f"{ROOT}/meters"
NAMES: tuple[str, ...] = tuple(field.name for field in fields(MeterReading))
USUAL_HZ, SLOWEST_HZ, FASTEST_HZ = 20.0, 0.1, 60.0


class MeterFeed:
    """Sends readings; where nobody asks for any, nothing runs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._timers: dict[Endpoint, asyncio.TimerHandle] = {}

    def routes(self) -> Iterator[Command]:
        """What there is behind the meters' addresses."""
        yield Command(METERS, "nothing", f"answers with {', '.join(f'`{name}`' for name in NAMES)}", self._get, 0, 1)
        yield Command(f"{METERS}/get", "nothing", "the same", self._get, 0, 1)
        yield Command(
            f"{METERS}/start_listen",
            f"a rate from {SLOWEST_HZ:g} to {FASTEST_HZ:g} Hz (default {USUAL_HZ:g}), and the port to send to",
            "sends all of them at that rate, together and each by its own address",
            self._start,
            0,
            2,
        )
        yield Command(f"{METERS}/stop_listen", "nothing, or the port sent to", "no longer", self._stop, 0, 1)

    def forget(self, endpoint: Endpoint) -> None:
        """The client has gone."""
        timer = self._timers.pop(endpoint, None)
        if timer is not None:
            timer.cancel()

    def is_listening(self, endpoint: Endpoint) -> bool:
        """Whether the client is sent readings."""
        return endpoint in self._timers

    def close(self) -> None:
        """Ends all feeds."""
        for endpoint in tuple(self._timers):
            self.forget(endpoint)

    def _get(self, endpoint: Endpoint, given: Given) -> None:
        self._send(endpoint.at(given[0]) if given else endpoint)

    def _start(self, endpoint: Endpoint, given: Given) -> None:
        rate_hz = number(given[0], "rate") if given else USUAL_HZ
        if not SLOWEST_HZ <= rate_hz <= FASTEST_HZ:
            raise OutOfRange(f"The rate is {rate_hz:g} Hz: give {SLOWEST_HZ:g} to {FASTEST_HZ:g}.")
        listener = endpoint.at(given[1]) if len(given) > 1 else endpoint
        if listener not in self._timers and len(self._timers) >= MOST_LISTENERS:
            raise TooMany(f"{MOST_LISTENERS} clients are sent meters already: stop one first.")
        self.forget(listener)
        self._feed(listener, 1.0 / rate_hz)

    def _stop(self, endpoint: Endpoint, given: Given) -> None:
        self.forget(endpoint.at(given[0]) if given else endpoint)

    def _feed(self, endpoint: Endpoint, every_s: float) -> None:
        if endpoint.ready:
            self._send(endpoint)
            reading = self._reading()
            for name, value in zip(NAMES, reading, strict=False):
                endpoint.tell(f"{METERS}/{name}", (value,))
        self._timers[endpoint] = asyncio.get_running_loop().call_later(every_s, self._feed, endpoint, every_s)

    def _send(self, endpoint: Endpoint) -> None:
        reading = self._reading()
        if reading:
            endpoint.send(encode(METERS, reading))

    def _reading(self) -> tuple[float, ...]:
        meters = self._session.meters
        if meters is None:
            return ()
        # There is no type for what is not known that every client reads.
        return tuple(level or 0.0 for level in astuple(meters.read(self._session.position_s)))
