"""The panel in a headless Chromium, and what a hand does to it."""

import time
from typing import Any

from tests.report.browser import Browser

WAIT_S = 60.0


class PanelPage(Browser):
    """A browser that shows the panel."""

    def show(self, url: str, width: int = 1440, height: int = 900) -> None:
        """Loads the panel and waits until it shows values."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.command("Page.navigate", url=url)
        self.until("document.body && document.body.classList.contains('ready')")

    def until(self, expression: str, wanted: Any = True) -> None:
        """Waits until a piece of JavaScript has that value."""
        end_s = time.monotonic() + WAIT_S
        while (found := self.evaluate(expression)) != wanted:
            assert time.monotonic() < end_s, f"{expression} is {found!r}, not {wanted!r}"
            time.sleep(0.02)

    def later(self, expression: str) -> Any:
        """The value of a promise."""
        return self.command("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)["result"][
            "value"
        ]

    def middle(self, selector: str) -> tuple[float, float]:
        """The middle of an element, scrolled into view."""
        box = self.evaluate(f"""(() => {{
            const element = document.querySelector({selector!r});
            element.scrollIntoView({{ block: "center" }});
            const {{ left, top, width, height }} = element.getBoundingClientRect();
            return [left + width / 2, top + height / 2];
        }})()""")
        return box[0], box[1]

    def drag(self, selector: str, dx: float, dy: float) -> None:
        """Takes hold of an element, moves it in steps and lets go."""
        x, y = self.middle(selector)
        self._mouse("mouseMoved", x, y, 0)
        self._mouse("mousePressed", x, y, 1)
        for step in range(1, 6):
            self._mouse("mouseMoved", x + dx * step / 5, y + dy * step / 5, 1)
        self._mouse("mouseReleased", x + dx, y + dy, 0)

    def click(self, selector: str, times: int = 1) -> None:
        """Clicks an element, perhaps twice."""
        x, y = self.middle(selector)
        for count in range(1, times + 1):
            self._mouse("mousePressed", x, y, 1, count)
            self._mouse("mouseReleased", x, y, 0, count)

    def press(self, key: str, modifiers: int = 0) -> None:
        """Presses a key: its name, as ``KeyboardEvent.key`` has it."""
        named = {"key": key, "code": key, "modifiers": modifiers}
        text = {"text": key} if len(key) == 1 and not modifiers else {"text": "\r"} if key == "Enter" else {}
        self.command("Input.dispatchKeyEvent", type="keyDown", **named, **text)
        self.command("Input.dispatchKeyEvent", type="keyUp", **named)

    def wheel(self, selector: str, delta: float) -> None:
        """Turns the wheel over an element."""
        x, y = self.middle(selector)
        self._mouse("mouseMoved", x, y, 0)
        # The page has come to rest.
        time.sleep(0.4)
        self.command("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=delta)

    def _mouse(self, kind: str, x: float, y: float, buttons: int, count: int = 1) -> None:
        self.command("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=buttons, clickCount=count)
