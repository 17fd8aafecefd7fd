"""What the worker is told for each kind of job, from the session as it is when the job is asked for."""

from dataclasses import dataclass

from bridge.session.job import AdaptOrder, MasterOrder, RenderOrder
from bridge.session.references import Reference
from bridge.session.session import Session
from metamaster.chain.lanes import Lanes
from metamaster.style.names import ASPECT_NAMES


@dataclass(frozen=True)
class Followed:
    """What adapting follows: references, or the file of a genre; neither where the settings are to be kept."""

    references: tuple[Reference, ...] = ()
    genre: str = ""


def adapt_order(session: Session, number: int, mix: str, followed: Followed) -> AdaptOrder:
    """Find the chain for a mix."""
    return AdaptOrder(
        number=number,
        mix=mix,
        references=followed.references,
        amounts=_amounts(session),
        loudness_lufs=_loudness_lufs(session, followed),
        true_peak_db=_number(session, "delivery.true_peak_db"),
        genre=followed.genre,
    )


def render_order(session: Session, number: int, mix: str, out: str, overwrite: bool, lanes: Lanes) -> RenderOrder:
    """Write a master of a mix with the settings that are heard; the lanes count where automation is on."""
    return RenderOrder(
        number=number,
        mix=mix,
        out=out,
        settings=session.chain_values(),
        loudness_lufs=_number(session, "delivery.loudness_lufs"),
        true_peak_db=_number(session, "delivery.true_peak_db"),
        bits=_bits(session),
        overwrite=overwrite,
        automation=dict(lanes) if session.get("automation") else {},
        insist=not session.get("delivery.from_reference"),
    )


def master_order(session: Session, number: int, mix: str, out: str, overwrite: bool, followed: Followed) -> MasterOrder:
    """Write a master of any mix, adapted to what is followed, or with the settings that are heard."""
    return MasterOrder(
        number=number,
        mix=mix,
        out=out,
        references=followed.references,
        settings=session.chain_values(),
        amounts=_amounts(session),
        loudness_lufs=_loudness_lufs(session, followed),
        true_peak_db=_number(session, "delivery.true_peak_db"),
        bits=_bits(session),
        overwrite=overwrite,
        genre=followed.genre,
    )


def _loudness_lufs(session: Session, followed: Followed) -> float | None:
    if followed != Followed() and session.get("delivery.from_reference"):
        return None
    return _number(session, "delivery.loudness_lufs")


def _amounts(session: Session) -> dict[str, float]:
    return {name: _number(session, f"amounts.{name}") for name in ASPECT_NAMES}


def _bits(session: Session) -> int:
    return (16, 24, 32)[int(_number(session, "delivery.bits"))]


def _number(session: Session, name: str) -> float:
    return float(session.get(name))
