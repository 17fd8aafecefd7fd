"""The addresses of the transport and of automation."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import OVERWRITE, Given, number, target, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property

TRANSPORT = f"{ROOT}/transport"
LANES = f"{ROOT}/automation/lanes"
SAME_PLACE_S = 0.05
"""DAWs tell where the song is by the block of sound that they are at: sometimes a little early, sometimes late."""
_LANE_FILE = "a path (.json or .csv)"


def transport_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    transport = desk.transport

    def current() -> tuple[int, float, float, float]:
        return (int(transport.rolling), transport.position_s, transport.beats, transport.tempo_bpm)

    def roll(endpoint: Endpoint, given: Given) -> None:
        transport.roll(bool(whole(given[0], "rolling")), endpoint.name)

    def locate(endpoint: Endpoint, given: Given) -> None:
        transport.locate(number(given[0], "position"), endpoint.name, SAME_PLACE_S)

    def tempo(endpoint: Endpoint, given: Given) -> None:
        transport.set_tempo(number(given[0], "tempo"), endpoint.name)

    yield Property(TRANSPORT, "", "whether the song rolls, seconds, quarter notes, quarter notes a minute", current)
    yield Command(f"{TRANSPORT}/roll", "1 to roll, 0 to stop", "the song rolls, or stops", roll, 1, 1)
    yield Command(
        f"{TRANSPORT}/locate",
        "seconds",
        "the song is there now; while it rolls, only if that is 0.05 s off or more",
        locate,
        1,
        1,
    )
    yield Command(f"{TRANSPORT}/tempo", "quarter notes a minute", "the song goes that fast", tempo, 1, 1)


def automation_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    automation = desk.automation

    def clear(endpoint: Endpoint, given: Given) -> None:
        automation.clear(text(given[0], "name") if given else None)

    async def export(endpoint: Endpoint, given: Given) -> None:
        path, overwrite = target(given)
        await desk.export_automation(path, overwrite)
        endpoint.tell(f"{ROOT}/automation/exported", (path,))

    async def take(endpoint: Endpoint, given: Given) -> None:
        await desk.import_automation(text(given[0], "path"))
        endpoint.tell(LANES, tuple(automation.lanes))

    yield Property(LANES, "", "the names of the controls that have automation", lambda: tuple(automation.lanes))
    automated = f"{ROOT}/automation"
    takes = "a control's name, or nothing for all"
    yield Command(f"{automated}/clear", takes, "forgets what was recorded", clear, 0, 1)
    about = "writes all lanes; answers `/metamaster/automation/exported`"
    yield Command(f"{automated}/export", f"{_LANE_FILE}, {OVERWRITE}", about, export, 1, 2)
    yield Command(f"{automated}/import", _LANE_FILE, "takes all lanes from a file", take, 1, 1)
