"""The bridge as a whole."""

import asyncio
import socket
from pathlib import Path

import pytest

from bridge.app import BridgeOptions, running
from bridge.osc.service import OscOptions
from bridge.session.session import Session
from bridge.session.state import chunk_of
from metamaster.errors import PortTaken
from tests.test_architecture import loaded_by


def start_at_taken_port(folder: Path) -> None:
    async def run(port: int) -> None:
        osc = OscOptions("127.0.0.1", port, port)
        async with running(BridgeOptions((folder,), folder / "state.json", folder / "p", folder / "g", osc)):
            pass

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken):
        asyncio.run(run(taken.getsockname()[1]))


def test_a_bridge_that_cannot_start_leaves_no_state(tmp_path: Path):
    start_at_taken_port(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_bridge_that_cannot_start_leaves_the_state_that_was_there(tmp_path: Path):
    with_state = tmp_path / "state.json"
    with_state.write_bytes(chunk_of(Session()))
    start_at_taken_port(tmp_path)
    assert with_state.read_bytes() == chunk_of(Session())


def test_the_control_process_loads_neither_jax_nor_numpy():
    modules = ("bridge.app", "bridge.osc.client", "metamaster.cli.bridge_command", "metamaster.cli.ctl_command")
    assert not loaded_by(*modules) & {"jax", "jaxlib", "numpy", "scipy", "soundfile", "pedalboard"}
