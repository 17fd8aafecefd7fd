"""Time and memory of one command: ``python -m benchmarks.measured RESULT.json COMMAND…``.

A process of its own that imports next to nothing, because on Linux a child's peak memory starts at its parent's.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def megabytes(counted: int) -> float:
    """Memory as the system counts it (bytes on macOS, KiB elsewhere) in MB."""
    return counted * (1 if sys.platform == "darwin" else 1024) / 1e6


def main(arguments: list[str]) -> int:
    """Run the command, write what it used, and leave with its exit status."""
    result, command = Path(arguments[0]), arguments[1:]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    used = {
        "wall_s": wall_s,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mb": megabytes(usage.ru_maxrss),
    }
    result.write_text(json.dumps(used))
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
