"""The insert as a JACK client: two ports in, two out, and the callback between them."""

import threading
from collections import deque
from typing import Any

import numpy as np

from bridge.errors import ProgramAbsent
from bridge.live.ahead import Ahead
from bridge.live.insert import Block, Insert, Played, Sound
from bridge.live.port_latency import PortLatency

CLIENT_NAME = "metamaster"
INPUTS, OUTPUTS = ("in_L", "in_R"), ("out_L", "out_R")
_MOST_WAITING = 4096
"""Blocks that the meters may be behind; older ones are lost to them, never to the ear."""
_REST_S = 1.0
"""With no cable in, the insert sounds out for so long and then rests."""

Cables = tuple[tuple[str, str], ...]


class JackInsert:
    """Runs the insert from ``activate`` on; raises ProgramAbsent where no server runs.

    With ``own_name`` that is also raised where somebody else has the name still; otherwise JACK adds a number. What
    was heard is in ``heard``, for the meters: blocks; what the chain did with each is in ``played``, perhaps earlier.
    """

    def __init__(self, sound: Sound, own_name: bool, periods_ahead: int = 0) -> None:
        self._client = _client(own_name)
        self._inputs = [self._client.inports.register(name) for name in INPUTS]
        self._outputs = [self._client.outports.register(name) for name in OUTPUTS]
        self.sample_rate: int = self._client.samplerate
        self._block_frames = self.block_frames
        self.insert = Insert(sound, self.sample_rate)
        self.heard: deque[Block] = deque(maxlen=_MOST_WAITING)
        self.played: deque[Played] = deque(maxlen=_MOST_WAITING)
        self._xruns = 0
        self._ahead = Ahead(self._render, periods_ahead) if periods_ahead else None
        self.latency = self.insert.latency + periods_ahead * self.block_frames
        self.blocks = 0
        self.ended = threading.Event()
        self.news = threading.Event()
        """Set when a cable was plugged in or taken out, and when the server ended."""
        self._unplugged_frames = 0
        self._listened_to = self._plugged_in = True
        self._latency = PortLatency(self._client, self.latency)
        self._client.set_process_callback(self._process)
        self._client.set_xrun_callback(self._xrun)
        self._client.set_shutdown_callback(lambda *_: self._end())
        self._client.set_port_connect_callback(lambda *_: self.news.set(), only_available=False)
        self._client.set_blocksize_callback(self._resized)

    @property
    def name(self) -> str:
        """What JACK calls the client: it may have added a number."""
        return str(self._client.name)

    @property
    def xruns(self) -> int:
        """How often something was late so far: JACK as a whole, or a block that was to be rendered ahead."""
        return self._xruns + (self._ahead.missed if self._ahead else 0)

    @property
    def block_frames(self) -> int:
        """How many samples come at a time."""
        return int(self._client.blocksize)

    @property
    def cables(self) -> Cables:
        """Everything that is plugged in: pairs of a port of ours, by its short name, and one of another client."""
        ours = (*self._inputs, *self._outputs)
        return tuple((port.shortname, other.name) for port in ours for other in port.connections)

    @property
    def rests(self) -> bool:
        """Whether there has been no cable in for a while, and nothing is rendered."""
        return self._unplugged_frames > _REST_S * self.sample_rate

    def look(self) -> None:
        """Finds out what is plugged in; at rest, when there is ``news``, that is not asked for every block."""
        self._plugged_in, self._listened_to = _any_plugged(self._inputs), _any_plugged(self._outputs)

    def activate(self) -> None:
        """Begins."""
        self._client.activate()

    def plug(self, cables: Cables) -> None:
        """Plugs cables in again; those whose other end is not there are left out."""
        import jack  # noqa: PLC0415

        ours = {port.shortname: port for port in (*self._inputs, *self._outputs)}
        for name, other in cables:
            try:
                ours[name].connect(other)
            except jack.JackError:
                continue

    def close(self) -> None:
        """Ends."""
        self._client.close()

    def _process(self, frames: int) -> None:
        self.blocks += 1
        rested = self.rests
        plugged_in = self._plugged_in if rested else _any_plugged(self._inputs)
        self._unplugged_frames = 0 if plugged_in else self._unplugged_frames + frames
        if rested and not plugged_in:
            # What lies in the outputs at first is sound that is over; once they are silent they stay so.
            if self._listened_to or self._unplugged_frames <= 2.0 * _REST_S * self.sample_rate:
                for port in self._outputs:
                    port.get_buffer()[:] = bytes(4 * frames)
            return
        block = np.stack([port.get_array() for port in self._inputs])
        out = self._ahead.process(block) if self._ahead else self._render(block)
        for port, channel in zip(self._outputs, out, strict=True):
            port.get_array()[:] = channel
        self.heard.append(out)

    def _render(self, block: Block) -> Block:
        out = self.insert.process(block)
        self.played.append(self.insert.played)
        return out

    def _resized(self, frames: int) -> None:
        # What is rendered ahead is as late as so many blocks are long; another insert starts with the new length.
        if self._ahead and frames != self._block_frames:
            self._end()

    def _end(self) -> None:
        self.ended.set()
        self.news.set()

    def _xrun(self, _: float) -> None:
        self._xruns += 1


def _any_plugged(ports: list[Any]) -> bool:
    return any(port.number_of_connections for port in ports)


def _client(own_name: bool) -> Any:
    import jack  # noqa: PLC0415

    # libjack would say on standard error, again and again, that no server runs.
    jack.set_error_function(lambda _: None)
    jack.set_info_function(lambda _: None)
    try:
        return jack.Client(CLIENT_NAME, use_exact_name=own_name, no_start_server=True)
    except jack.JackError as error:
        raise ProgramAbsent("No JACK server runs, or not one that has the name to give.") from error
