"""A headless Chromium, spoken to through its debugging pipe: what a page logs, asks for and looks like."""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_ABOVE = 10
_LAUNCH = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One page in a browser of its own; ``events`` holds everything the page did so far."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._id = 0
        self._rest = b""
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> "Browser":
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # Moved out of the way of 3 and 4, where Chromium expects its two ends.
        passed = [fcntl.fcntl(end, fcntl.F_DUPFD, _ABOVE) for end in (theirs_in, theirs_out)]
        chromium = [self._program, *_FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"]
        command = [sys.executable, "-c", _LAUNCH, *map(str, passed), *chromium]
        self._process = subprocess.Popen(
            command, pass_fds=passed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        for end in (theirs_in, theirs_out, *passed):
            os.close(end)
        self._in, self._out = ours_in, ours_out
        try:
            self._attach()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        os.close(self._in)
        os.close(self._out)
        self._profile.cleanup()

    def command(self, method: str, session: bool = True, **parameters: Any) -> dict[str, Any]:
        """Send one command of the DevTools protocol and wait for its answer."""
        self._id += 1
        message = {"id": self._id, "method": method, "params": parameters}
        if session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._id:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def view(self, width: int, scheme: str) -> None:
        """Show the page in a window of that width, and in the light or the dark."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def load(self, page: Path) -> None:
        """Load a page and wait until it is there."""
        self.command("Page.navigate", url=page.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._receive())

    def evaluate(self, expression: str) -> Any:
        """The value of a piece of JavaScript on the page."""
        return self.command("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def hover(self, x: float, y: float) -> None:
        """Move the mouse to a point of the window."""
        self.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def screenshot(self) -> bytes:
        """The whole page as a PNG."""
        picture = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(picture["data"])

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """The parameters of all events of these kinds."""
        return [event["params"] for event in self.events if event["method"] in methods]

    def _attach(self) -> None:
        pages = self.command("Target.getTargets", session=False)["targetInfos"]
        page = next(page["targetId"] for page in pages if page["type"] == "page")
        self._session = self.command("Target.attachToTarget", session=False, targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.command(f"{domain}.enable")

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._in, 1 << 16)
            assert piece, "the browser ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)
