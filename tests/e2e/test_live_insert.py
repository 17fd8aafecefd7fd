"""The live insert between real JACK clients, started and followed by a real bridge."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.osc.client import Client
from metamaster.chain.limiter_design import LimiterDesign
from metamaster.chain.parameters import parameter
from metamaster.chain.pedalboard_renderer.chain import Chain
from metamaster.chain.settings import settings_from
from tests.e2e.jack_server import Jack, bridge, eventually, jack_server, value

RATE, BLOCK = 48000, 1024
LATENCY = LimiterDesign(RATE).latency_samples
CHAIN = {
    "eq.mid.bell_1.gain_db": 4.0,
    "multiband.mid.ratio": 3.0,
    "saturation.blend": 0.5,
    "saturation.drive_db": 6.0,
    "image.high_width_db": 3.0,
    "limiter.drive_db": 9.0,
}
CABLES = (("system:capture_1", "metamaster:in_L"), ("metamaster:out_R", "system:playback_2"))


@pytest.fixture(scope="module")
def jack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jack]:
    """One server for all of these."""
    with jack_server(tmp_path_factory.mktemp("jack")) as server:
        yield server


@pytest.fixture(scope="module")
def client(jack: Jack) -> Iterator[Client]:
    """A bridge with its insert on the server."""
    with bridge(jack, "--jack", "--no-http") as client:
        eventually("the insert", lambda: status(client)[0] == "running")
        yield client


def status(client: Client) -> tuple[Any, ...]:
    return value(client, "/metamaster/live")


def song() -> np.ndarray:
    """Two seconds of coloured noise with a beat."""
    generator = np.random.default_rng(0)
    noise = generator.standard_normal((2, 2 * RATE)).cumsum(axis=1)
    noise -= np.convolve(noise[0], np.ones(999) / 999.0, "same")
    beat = np.exp(-np.linspace(0.0, 4.0, RATE // 4))
    return (0.03 * noise * np.tile(beat, 8)).clip(-0.9, 0.9).astype(np.float32)


def through_the_insert(jack: Jack, samples: np.ndarray) -> np.ndarray:
    """What comes back of it, from the first sample on, without the blocks by which the cables delay it."""
    tape, heard = jack.folder / "in.npy", jack.folder / "out.npy"
    np.save(tape, samples)
    program, said = jack.start(sys.executable, "-m", "tests.e2e.jack_tape", str(tape), str(heard))
    assert program.wait(120.0) == 0, said.read_text()
    out = np.load(heard)
    loud = np.flatnonzero(np.abs(out).max(axis=0))
    # The insert is later by its latency, and a loop of two clients by a block that JACK puts into it.
    late = (int(loud[0]) - LATENCY) // BLOCK * BLOCK + LATENCY
    return out[:, late:][:, : samples.shape[1]]


def begin_with(jack: Jack, client: Client, bypass: bool) -> None:
    """A new insert, which begins with these settings."""
    for name, number in CHAIN.items():
        client.ask(f"/metamaster/{name.replace('.', '/')}/set", number)
    client.ask("/metamaster/bypass/set", int(bypass))
    client.ask("/metamaster/trim/gain_db/set", 0.0)
    kill_insert(jack, client)


def kill_insert(jack: Jack, client: Client) -> None:
    """Ends the insert, and waits for the next."""
    restarts = status(client)[-1]
    os.kill(insert_process(jack), signal.SIGKILL)
    eventually("another insert", lambda: status(client)[0] == "running" and status(client)[-1] == restarts + 1)


def test_what_is_heard_is_what_is_rendered(jack: Jack, client: Client):
    begin_with(jack, client, bypass=False)
    out = through_the_insert(jack, song())
    chain = Chain(settings_from(CHAIN).as_dict(), RATE)
    padded = np.concatenate([song(), np.zeros((2, LATENCY), np.float32)], axis=1)
    rendered = np.concatenate([chain.process(half) for half in np.array_split(padded, 2, axis=1)], axis=1)
    assert np.abs(out - rendered[:, LATENCY:]).max() < 1e-6


def test_bypass_is_the_mix_to_the_bit(jack: Jack, client: Client):
    begin_with(jack, client, bypass=True)
    assert np.array_equal(through_the_insert(jack, song()), song())


def begin_neutral(client: Client) -> None:
    for name, number in {**{name: parameter(name).default for name in CHAIN}, "trim.gain_db": 0.0}.items():
        client.ask(f"/metamaster/{name.replace('.', '/')}/set", number)
    client.ask("/metamaster/bypass/set", 0)


@contextmanager
def sine_on_tape(jack: Jack, client: Client) -> Iterator[Path]:
    """Plays 100 Hz at 0.5 through the insert; in the end the largest step of each turn stands in the file."""
    t = np.arange(RATE) / RATE
    tape = jack.folder / "sine.npy"
    np.save(tape, np.repeat(0.5 * np.sin(2.0 * np.pi * 100.0 * t)[None], 2, axis=0).astype(np.float32))
    program, said = jack.start(sys.executable, "-m", "tests.e2e.jack_tape", str(tape), "loop", stdin=subprocess.PIPE)
    eventually("the tape", lambda: "rolls" in said.read_text())
    eventually("its sound", lambda: peak_is(client, -6.0))
    yield said
    assert program.stdin is not None
    program.stdin.write(b"enough\n")
    program.stdin.close()
    assert program.wait(120.0) == 0, said.read_text()


def peak_is(client: Client, peak_db: float) -> bool:
    return bool(value(client, "/metamaster/meters")[3] == pytest.approx(peak_db, abs=0.1))


def test_matched_the_mix_is_as_loud_as_what_is_made_of_it(jack: Jack, client: Client):
    begin_neutral(client)
    with sine_on_tape(jack, client):
        client.ask("/metamaster/trim/gain_db/set", -12.0)
        client.ask("/metamaster/compare/level_matched/set", 1)
        client.ask("/metamaster/bypass/set", 1)
        # The master has the same peak, so that alone does not say that the mix is heard.
        turned_db = pytest.approx((-12.0, 0.0, -12.0), abs=0.1)
        eventually("what is turned down", lambda: value(client, "/metamaster/live/turned") == turned_db)
        eventually("the mix, turned down", lambda: peak_is(client, -18.0))
        client.ask("/metamaster/compare/level_matched/set", 0)
        eventually("the mix as it is", lambda: peak_is(client, -6.0))


def test_a_change_is_heard_and_is_no_click(jack: Jack, client: Client):
    begin_neutral(client)
    with sine_on_tape(jack, client) as said:
        client.ask("/metamaster/trim/gain_db/set", -12.0)
        eventually("its change", lambda: peak_is(client, -18.0))
    steps = [float(word) for word in said.read_text().split() if word != "rolls"]
    steady = steps[2]
    assert steps[-2] == pytest.approx(steady / 4.0, rel=0.02)
    assert max(steps[1:-1]) <= 1.5 * steady


def test_its_latency_is_told_to_jack(jack: Jack, client: Client):
    told = lsp(jack, "-l", "metamaster:")
    for direction in ("playback", "capture"):
        assert told.count(f"port {direction} latency = [ {LATENCY} {LATENCY} ] frames") == 2
    assert status(client)[:5] == ("running", "metamaster", RATE, BLOCK, LATENCY)


def test_an_insert_that_is_killed_comes_back_with_its_cables(jack: Jack, client: Client):
    for source, target in CABLES:
        jack.connect(source, target)
    before, killed = connections(jack), insert_process(jack)
    assert "metamaster:in_L\n   system:capture_1" in before
    eventually("the bridge to know of them", lambda: status(client)[5] == len(CABLES))
    client.ask("/metamaster/limiter/drive_db/set", 3.0)
    kill_insert(jack, client)
    assert insert_process(jack) != killed
    assert status(client)[1] == "metamaster"
    eventually("its cables", lambda: connections(jack) == before)
    assert value(client, "/metamaster/limiter/drive_db") == (3.0,)
    for source, target in CABLES:
        jack.disconnect(source, target)


def connections(jack: Jack) -> str:
    """Every port, and below it those it is connected to."""
    return lsp(jack, "-c")


def lsp(jack: Jack, *words: str) -> str:
    command = ["jack_lsp", *words]
    done = subprocess.run(command, env=jack.environment, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout


def insert_process(jack: Jack) -> int:
    """The process with ``bridge.live`` among the children of the bridge."""
    for program in jack.running:
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
        for child in children.read_text().split() if children.exists() else []:
            if "bridge.live" in Path(f"/proc/{child}/cmdline").read_text():
                return int(child)
    raise AssertionError("there is no insert")
