"""``python -m tests.bridge.web.picture MIX RECORD OUT``: the panel's picture in docs/, of a real bridge with an insert.

Needs ``jackd2``, ``jack-midi-clock`` and Chromium, as the tests do.
"""

import argparse
import shutil
import socket
import tempfile
from pathlib import Path

from tests.bridge.web.driver import PanelPage
from tests.e2e.jack_server import bridge, eventually, jack_server, value
from tests.report.browser import find_chromium

LISTENED_AT_S = 12.0
WIDTH = 1440
_DRAWN = "new Promise(done => setTimeout(done, 2000, true))"


def free_port() -> int:
    """One that nobody has at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def picture(mix: Path, record: Path, width: int) -> bytes:
    """The panel after adapting and rendering, with level-matching on, as a PNG."""
    program = find_chromium()
    if program is None:
        raise SystemExit("needs Chromium")
    port = free_port()
    with tempfile.TemporaryDirectory() as name, jack_server(Path(name)) as jack:
        songs = Path(name) / "songs"
        songs.mkdir()
        for path in (mix, record):
            shutil.copy(path, songs)
        with bridge(jack, "--jack", "--http", str(port)) as client, PanelPage(program) as page:
            assert isinstance(page, PanelPage)
            client.ask("/metamaster/mix", mix.name)
            client.ask("/metamaster/reference/add", record.name)
            client.job("/metamaster/adapt")
            client.ask("/metamaster/ab/copy")
            client.ask_until("/metamaster/preset/saved", "/metamaster/preset/save", "First try")
            client.job("/metamaster/analyse", record.name)
            client.job("/metamaster/analyse")
            client.job("/metamaster/render", f"{mix.stem}.master-A.wav")
            client.ask("/metamaster/position", LISTENED_AT_S)
            eventually("the insert", lambda: value(client, "/metamaster/live")[0] == "running")
            client.ask("/metamaster/compare/level_matched", 1)
            page.show(f"http://127.0.0.1:{port}/panel/", width)
            page.later(_DRAWN)
            return page.screenshot()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the panel's picture.")
    for file in ("mix", "record", "out"):
        parser.add_argument(file, type=Path)
    parser.add_argument("--width", type=int, default=WIDTH)
    given = parser.parse_args()
    given.out.write_bytes(picture(given.mix, given.record, given.width))
