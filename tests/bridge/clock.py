"""Time that passes when a test says so."""


class Clock:
    """Gives seconds, as ``time.monotonic`` does."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def passes(self, seconds: float) -> float:
        self.now_s += seconds
        return self.now_s
