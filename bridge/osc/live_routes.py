"""The addresses of the live insert."""

from collections.abc import Iterator
from dataclasses import astuple

from bridge.desk import Desk
from bridge.osc.arguments import Given
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property

LIVE = f"{ROOT}/live"
TURNED = f"{LIVE}/turned"


def live_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""

    def restart(endpoint: Endpoint, given: Given) -> None:
        desk.live.restart_meters()

    yield Property(
        LIVE,
        "",
        "the live insert: `off`, `starting`, `waiting` (for a JACK server) or `running`; its JACK client, sample rate, "
        "block and latency in samples, cables, xruns, and how often it had to be started again",
        lambda: astuple(desk.live.status),
    )
    yield Property(
        TURNED,
        "",
        "by how many dB (0 or less) the live mix, A and B are turned down, to be equally loud",
        lambda: desk.live.turned_db,
    )
    yield Command(
        f"{LIVE}/restart", "nothing", "has the integrated loudness of the live sound begin anew", restart, 0, 0
    )
