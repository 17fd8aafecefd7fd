"""Every kit is well-formed, says what the bridge understands, and has all controls where it lists them."""

import ast
import json
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bridge.daws.catalogue import KITS
from bridge.daws.groups import surface_controls
from bridge.daws.overview_markdown import PAGE, with_table
from bridge.desk import Desk
from bridge.osc.control_routes import address_of
from bridge.osc.meter_feed import METERS, NAMES
from bridge.osc.service import OscOptions, OscService
from bridge.roots import Roots
from bridge.session.presets import PresetFolder
from bridge.session.session import Session
from tests.conftest import REPOSITORY

FILES = [(kit.name, path) for kit in KITS.values() for path in kit.files()]
ADDRESS = re.compile(r"/metamaster(?:/[a-z_0-9]+)+")
SURFACES = ["bitwig", "open-stage-control", "touchosc", "pure-data"]


def content(kit: str, path: str) -> bytes:
    return KITS[kit].files()[path]


def text(kit: str, path: str) -> str:
    data = content(kit, path)
    return (zlib.decompress(data) if path.endswith(".tosc") else data).decode()


def ending(suffix: str) -> list[tuple[str, str]]:
    return [(kit, path) for kit, path in FILES if path.endswith(suffix)]


@pytest.mark.parametrize(("kit", "path"), ending(".lua"))
def test_lua_is_understood_by_a_lua_compiler(kit: str, path: str, tmp_path: Path):
    compiler = shutil.which("luac") or shutil.which("luac5.3") or shutil.which("luac5.4")
    if compiler is None:
        pytest.skip("needs luac: apt install lua5.3")
    (tmp_path / "script.lua").write_bytes(content(kit, path))
    subprocess.run([compiler, "-p", str(tmp_path / "script.lua")], check=True)


@pytest.mark.parametrize(("kit", "path"), ending(".js"))
def test_javascript_is_understood_by_node(kit: str, path: str, tmp_path: Path):
    if shutil.which("node") is None:
        pytest.skip("needs node: apt install nodejs")
    (tmp_path / "script.js").write_bytes(content(kit, path))
    subprocess.run(["node", "--check", str(tmp_path / "script.js")], check=True)


@pytest.mark.parametrize(("kit", "path"), ending(".py"))
def test_python_is_understood_by_the_python_in_live(kit: str, path: str):
    ast.parse(text(kit, path), feature_version=(3, 7))


@pytest.mark.parametrize(("kit", "path"), ending(".json"))
def test_json_is_read(kit: str, path: str):
    assert json.loads(text(kit, path))


def test_touchosc_nodes_have_a_frame_and_an_id_of_their_own():
    nodes = list(ElementTree.fromstring(text("touchosc", "metamaster.tosc")).iter("node"))
    assert len({node.get("ID") for node in nodes}) == len(nodes) > len(surface_controls())
    assert all(node.find("properties/property[key='frame']/value/w") is not None for node in nodes)


def test_touchosc_pages_hold_what_lies_on_them():
    root = ElementTree.fromstring(text("touchosc", "metamaster.tosc"))
    for page in root.findall("node/children/node/children/node"):
        width, height = _size(page)
        for node in page.findall("children/node"):
            x, y = (int(node.findtext(f"properties/property[key='frame']/value/{one}", "")) for one in "xy")
            assert x + _size(node)[0] <= width and y + _size(node)[1] <= height, node.findtext("properties")


def _size(node: ElementTree.Element) -> tuple[int, int]:
    found = (node.findtext(f"properties/property[key='frame']/value/{one}", "") for one in "wh")
    width, height = found
    return int(width), int(height)


def test_the_preset_for_surfaces_is_what_ardour_reads():
    preset = ElementTree.fromstring(text("ardour", "osc/metamaster.preset"))
    (port,) = (one.get("value") for one in preset.iter("Remote-Port"))
    assert f"--osc-port {port} " in (PAGE.parent / "open-stage-control.md").read_text(encoding="utf-8")
    examples = sorted(Path("/usr/share").glob("ardour*/osc/*touchosc.preset"))
    if not examples:
        pytest.skip("needs Ardour's own presets to compare with: apt install --no-install-recommends ardour")
    example = ElementTree.parse(examples[-1]).getroot()
    assert [one.tag for one in (preset, *preset)] == [one.tag for one in (example, *example)]


@pytest.mark.parametrize(("kit", "path"), ending(".pd"))
def test_cords_of_patches_end_at_objects(kit: str, path: str):
    counts = [0]
    for line in text(kit, path).splitlines():
        assert line.endswith(";")
        words = line[:-1].split()
        if words[0] == "#N" and words[6] != "10":
            counts.append(0)
        elif words[1] == "connect":
            assert int(words[2]) < counts[-1] and int(words[4]) < counts[-1]
        elif words[0] == "#X":
            if words[1] == "restore":
                counts.pop()
            counts[-1] += 1
    assert len(counts) == 1


def addresses_understood() -> set[str]:
    nowhere = Path("/")
    service = OscService(Desk(Session(), Roots((nowhere,)), PresetFolder(nowhere), nowhere), OscOptions())
    told = {f"{METERS}/{name}" for name in NAMES} | {"/metamaster/job/queued", "/metamaster/job/ended"}
    return set(service.routes.handlers) | told


@pytest.mark.parametrize(("kit", "path"), FILES)
def test_every_address_is_one_that_the_bridge_has(kit: str, path: str):
    found = {re.sub(r"/(in|shown)$", "", address) for address in ADDRESS.findall(text(kit, path))}
    assert found - addresses_understood() == set()


@pytest.mark.parametrize("kit", SURFACES)
def test_a_surface_has_every_control(kit: str):
    all_of_it = "\n".join(text(kit, path) for path in KITS[kit].files())
    found = set(ADDRESS.findall(all_of_it))
    assert {address_of(control) for control in surface_controls()} <= {re.sub(r"/norm$", "", one) for one in found}


def test_live_knows_every_control():
    names = json.loads(text("live", "metamaster/names.json"))
    assert list(names["controls"]) == [control.name for control in surface_controls()]


def test_the_same_controls_give_the_same_files():
    assert all(kit.files() == kit.files() for kit in KITS.values())


def test_the_module_writes_all_kits(tmp_path: Path):
    subprocess.run([sys.executable, "-m", "bridge.daws", str(tmp_path)], cwd=REPOSITORY, check=True)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {f"{kit}/{path}" for kit, path in FILES}


def test_the_overview_lists_the_kits_there_are():
    page = PAGE.read_text(encoding="utf-8")
    assert with_table(page) == page, "run python -m bridge.daws.overview_markdown"
    assert [kit for kit in KITS if not (PAGE.parent / f"{kit}.md").is_file()] == []
