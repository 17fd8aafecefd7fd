"""The addresses of the transport and of automation."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import Given, count, number, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property

TRANSPORT = f"{ROOT}/transport"
LANES = f"{ROOT}/automation/lanes"


def transport_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    transport = desk.transport

    def current() -> tuple[int, float, float, float]:
        return (int(transport.rolling), transport.position_s, transport.beats, transport.tempo_bpm)

    def roll(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "1 to roll, 0 to stop")
        transport.roll(bool(whole(given[0], "rolling")), endpoint.name)

    def locate(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "seconds")
        transport.locate(number(given[0], "position"), endpoint.name)

    def tempo(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "quarter notes a minute")
        transport.set_tempo(number(given[0], "tempo"), endpoint.name)

    yield Property(TRANSPORT, "", "whether the song rolls, seconds, quarter notes, quarter notes a minute", current)
    yield Command(f"{TRANSPORT}/roll", "1 to roll, 0 to stop", "the song rolls, or stops", roll)
    yield Command(f"{TRANSPORT}/locate", "seconds", "the song is there now", locate)
    yield Command(f"{TRANSPORT}/tempo", "quarter notes a minute", "the song goes that fast", tempo)


def automation_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    automation = desk.automation

    def clear(endpoint: Endpoint, given: Given) -> None:
        count(given, 0, 1, "a control's name, or nothing for all")
        automation.clear(text(given[0], "name") if given else None)

    async def export(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 2, "a path (.json or .csv), and 1 to overwrite what is there")
        path = text(given[0], "path")
        await desk.export_automation(path, len(given) > 1 and bool(whole(given[1], "overwriting")))
        endpoint.tell(f"{ROOT}/automation/exported", (path,))

    async def take(endpoint: Endpoint, given: Given) -> None:
        count(given, 1, 1, "a path (.json or .csv)")
        await desk.import_automation(text(given[0], "path"))
        endpoint.tell(LANES, tuple(automation.lanes))

    yield Property(LANES, "", "the names of the controls that have automation", lambda: tuple(automation.lanes))
    yield Command(
        f"{ROOT}/automation/clear", "a control's name, or nothing for all", "forgets what was recorded", clear
    )
    yield Command(
        f"{ROOT}/automation/export",
        "a path (.json or .csv), and 1 to overwrite what is there",
        "writes all lanes; answers `/metamaster/automation/exported`",
        export,
    )
    yield Command(f"{ROOT}/automation/import", "a path (.json or .csv)", "takes all lanes from a file", take)
