"""What the bridge and its live insert say to each other: one JSON object a line."""

import msgspec

from bridge.live.status import AS_IT_IS, Turned
from bridge.session.document import Slot
from bridge.session.meters import MeterReading


class Wanted(msgspec.Struct, frozen=True, tag="wanted"):
    """What is to be heard from now on: the chain's settings by name, and of which slot, or the mix as it is.

    Where mix, A and B are to be equally loud, ``unheard`` has the settings of the other slot.
    """

    values: dict[str, float]
    bypass: bool
    slot: Slot = "A"
    unheard: dict[str, float] | None = None


class Ahead(msgspec.Struct, frozen=True, tag="ahead"):
    """How many blocks ahead of when they are needed to render them; to be said before anything else."""

    periods: int


class Connect(msgspec.Struct, frozen=True, tag="connect"):
    """The cables to plug in again: pairs of a port of ours and one of another client."""

    cables: tuple[tuple[str, str], ...]


class Restart(msgspec.Struct, frozen=True, tag="restart"):
    """Integrated loudness begins anew."""


Request = Wanted | Ahead | Connect | Restart


class Awake(msgspec.Struct, frozen=True, tag="awake"):
    """The process is there and wants to know what is wanted."""


class Waiting(msgspec.Struct, frozen=True, tag="waiting"):
    """No JACK server runs; it is asked for again and again."""


class Running(msgspec.Struct, frozen=True, tag="running"):
    """The insert is there."""

    client: str
    sample_rate: int
    block_frames: int
    latency_frames: int


class Plugged(msgspec.Struct, frozen=True, tag="plugged"):
    """These cables are plugged in now, as for ``Connect``."""

    cables: tuple[tuple[str, str], ...]


class Silent(msgspec.Struct, frozen=True, tag="silent"):
    """No cable is in, so nothing is heard."""


class Levels(msgspec.Struct, frozen=True, tag="levels"):
    """What was heard since the last time, xruns since the insert is there, and by how much sides are turned down."""

    reading: MeterReading
    xruns: int
    turned_db: Turned = AS_IT_IS


Report = Awake | Waiting | Running | Plugged | Silent | Levels

encode_request = msgspec.json.Encoder().encode
decode_request = msgspec.json.Decoder(Request).decode
encode_report = msgspec.json.Encoder().encode
decode_report = msgspec.json.Decoder(Report).decode
