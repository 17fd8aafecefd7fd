"""A worker that is ready at once and does what the path of an order says: for tests of what supervises it."""

import os
import sys
import time
from pathlib import Path

from bridge.session.job import AdaptOrder, Analysed, AnalyseOrder, MeterSeries, Order, RenderOrder
from bridge.worker.messages import (
    Cancel,
    Cancelled,
    Failed,
    Finished,
    Prepare,
    Progressed,
    Ready,
    decode_request,
    encode_report,
)

METERS = MeterSeries("song", 0.1, -14.0, -1.0, 0.5, (), (), (), (), ())


def tell(report: object) -> None:
    os.write(1, encode_report(report) + b"\n")


def obey(number: int, path: Path) -> None:
    match path.name:
        case "dies":
            (path.parent / f".{path.name}.01234567.partial").write_text("half")
            os.kill(os.getpid(), 9)
        case "fails":
            tell(Failed(number, "input_missing", "There is no such file."))
        case "hangs":
            time.sleep(60.0)
        case "writes":
            (path.parent / f".{path.name}.01234567.partial").write_text("half")
            tell(Progressed(number, "render", 0.5))
            time.sleep(60.0)
        case "mumbles":
            os.write(1, b'{"type":"finished"}\n')
            time.sleep(60.0)
        case "waits":
            tell(Progressed(number, "analyse", 0.5))
            while not isinstance(decode_request(sys.stdin.buffer.readline()), Cancel):
                pass
            tell(Cancelled(number))
        case _:
            tell(Finished(number, Analysed(METERS)))


def path_of(order: Order) -> Path:
    match order:
        case RenderOrder(out=out):
            return Path(out)
        case AnalyseOrder(path=path):
            return Path(path)
        case AdaptOrder(mix=mix):
            return Path(mix)


if __name__ == "__main__":
    tell(Ready())
    for line in iter(sys.stdin.buffer.readline, b""):
        request = decode_request(line)
        if not isinstance(request, Cancel | Prepare):
            obey(request.number, path_of(request))
