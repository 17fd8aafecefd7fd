"""The patches in a headless Pd."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bridge.daws.groups import surface_controls
from bridge.osc.control_routes import address_of
from tests.e2e.bridge_process import BridgeProcess
from tests.e2e.kits.conftest import WriteKit

pytestmark = pytest.mark.skipif(shutil.which("pd") is None, reason="needs pd: apt install puredata-core")

SET = "/metamaster/eq/mid/bell_2/gain_db"
TOLD = "/metamaster/limiter/ceiling_db"

USER = """#N canvas 0 0 500 500 10;
#X obj 10 10 metamaster-bridge localhost {port};
#X obj 10 40 r {told}/shown;
#X obj 10 70 print told;
#X msg 10 100 4.5;
#X obj 10 130 s {set};
#X obj 10 160 r {told}/shown;
#X connect 1 0 2 0;
#X connect 3 0 4 0;
#X connect 5 0 3 0;
"""


def pd(folder: Path, patch: str) -> "subprocess.Popen[str]":
    command = ["timeout", "20", "pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", patch]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)


def test_a_patch_hears_what_a_control_is_and_sets_others(running: BridgeProcess, kit: WriteKit):
    folder = kit("pure-data")
    (folder / "user.pd").write_text(USER.format(port=running.udp_port, told=TOLD, set=SET))
    with running.client() as client:
        client.ask(TOLD, -3.0)
        client.ask(f"{SET}/start_listen")
        with pd(folder, "user.pd") as process:
            assert process.stderr is not None
            assert process.stderr.readline() == "told: -3\n"
            # Having been told, the patch sets another control.
            assert client.receive(10.0).arguments == (4.5,)
            client.ask(TOLD, -2.5)
            assert process.stderr.readline() == "told: -2.5\n"
            process.terminate()


def test_the_patch_knows_every_control(running: BridgeProcess, kit: WriteKit):
    folder = kit("pure-data")
    addresses = [address_of(control) for control in surface_controls()]
    lines = ["#N canvas 0 0 500 500 10;", f"#X obj 10 10 metamaster-bridge localhost {running.udp_port};"]
    cords = []
    for number, address in enumerate(addresses):
        lines += [f"#X obj 10 40 r {address}/shown;", f"#X obj 10 70 print {number};"]
        cords.append(f"#X connect {1 + 2 * number} 0 {2 + 2 * number} 0;")
    (folder / "all.pd").write_text("\n".join([*lines, *cords]))
    with pd(folder, "all.pd") as process:
        assert process.stderr is not None
        heard = {process.stderr.readline().partition(":")[0] for _ in addresses}
        process.terminate()
    assert heard == {str(number) for number in range(len(addresses))}


def test_the_surface_opens_without_a_complaint(kit: WriteKit):
    folder = kit("pure-data")
    quitting = "#N canvas 0 0 500 500 10;\n#X obj 0 0 loadbang;\n#X obj 0 0 delay 500;\n#X msg 0 0 \\; pd quit;\n"
    (folder / "quit.pd").write_text(f"{quitting}#X connect 0 0 1 0;\n#X connect 1 0 2 0;\n")
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-open", "metamaster.pd", "-open", "quit.pd"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=30, check=False)
    assert "couldn't create" not in done.stderr and "error" not in done.stderr.lower()
