"""An insert without JACK or sound, which does what the trim says: for tests of what runs it."""

import os
import sys

from bridge.live import messages
from bridge.session.meters import SILENCE_DB, MeterReading

LOUD = MeterReading(-10.0, -11.0, -12.0, -1.0, 3.0, 0.5)
QUIET = MeterReading(SILENCE_DB, SILENCE_DB, -12.0, SILENCE_DB, 0.0, 1.0)
DIES, ENDS, SOUNDS, FALLS_SILENT = 13.0, 14.0, 15.0, 16.0


def tell(report: messages.Report) -> None:
    os.write(1, messages.encode_report(report) + b"\n")


def obey(values: dict[str, float], said: str) -> None:
    match values["trim.gain_db"]:
        case 13.0:
            os.kill(os.getpid(), 9)
        case 14.0:
            sys.exit(0)
        case 15.0:
            tell(messages.Levels(LOUD, 7, (-3.0, 0.0, -1.0)))
        case 16.0:
            tell(messages.Levels(QUIET, 7))
        case gain_db:
            # What it was told last comes back as the block, for tests to see.
            tell(messages.Running(said, 48000, int(gain_db), 255))


if __name__ == "__main__":
    tell(messages.Awake())
    for line in iter(sys.stdin.buffer.readline, b""):
        request = messages.decode_request(line)
        match request:
            case messages.Wanted(values, bypass, slot, unheard):
                obey(values, f"bypass {bypass}, {slot}" + (f", beside {unheard['trim.gain_db']:g}" if unheard else ""))
            case messages.Connect(cables):
                tell(messages.Plugged((*cables, ("in_L", "system:capture_1"))))
            case messages.Restart():
                tell(messages.Waiting())
