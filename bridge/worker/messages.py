"""What the bridge and its worker say to each other: one JSON object a line."""

import msgspec

from bridge.session.job import Order, Result


class Prepare(msgspec.Struct, frozen=True, tag="prepare"):
    """Listen to these files while there is nothing else to do: they are likely to be adapted next."""

    paths: tuple[str, ...]


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """Give up the job that runs, if it is this one."""

    number: int


Request = Order | Prepare | Cancel


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The worker has adapted once, to noise: no job waits for what it loads first."""


class Progressed(msgspec.Struct, frozen=True, tag="progressed"):
    """A job is so far with that part of it."""

    number: int
    part: str
    share: float


class Finished(msgspec.Struct, frozen=True, tag="finished"):
    """A job is done."""

    number: int
    result: Result


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """A job could not be done: code and sentence."""

    number: int
    code: str
    sentence: str


class Cancelled(msgspec.Struct, frozen=True, tag="cancelled"):
    """A job was given up."""

    number: int


Report = Ready | Progressed | Finished | Failed | Cancelled

encode_request = msgspec.json.Encoder().encode
decode_request = msgspec.json.Decoder(Request).decode
encode_report = msgspec.json.Encoder().encode
decode_report = msgspec.json.Decoder(Report).decode
