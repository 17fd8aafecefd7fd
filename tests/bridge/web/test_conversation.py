"""A panel's conversation with the bridge."""

import os
from pathlib import Path
from typing import Any

import pytest

from bridge.session.controls import CONTROLS
from bridge.session.job import Analysed, MeterSeries, Rendered
from tests.bridge.conftest import Crank
from tests.bridge.http.serving import ServedHttp, Socket

GAIN = "eq.mid.bell_1.gain_db"


@pytest.fixture
def panel(web: ServedHttp) -> Socket:
    opened = web.socket()
    opened.everything = opened.receive()  # type: ignore[attr-defined]
    return opened


def change(panel: Socket, key: str) -> Any:
    """The next news of that kind."""
    return panel.until(lambda message: key in message)[key]


def test_whoever_comes_is_told_everything(panel: Socket):
    told = panel.everything  # type: ignore[attr-defined]
    assert [control["name"] for control in told["registry"]] == list(CONTROLS)
    assert told["controls"] == {name: control.default for name, control in CONTROLS.items()}
    assert (told["mix"], told["references"], told["jobs"], told["meters"]) == (None, [], [], None)


def test_what_one_panel_turns_the_other_shows(web: ServedHttp, panel: Socket):
    other = web.socket()
    other.receive()
    panel.ask("set", name=GAIN, value=2.5)
    assert change(other, "controls") == {GAIN: 2.5}


def test_a_panel_is_not_told_what_it_turned_itself(panel: Socket):
    panel.ask("set", name=GAIN, value=2.5)
    panel.ask("browse")
    panel.until(lambda message: message["tell"] == "folder")
    assert not any("controls" in message for message in panel.heard)


def test_text_is_understood_and_what_was_taken_is_told(panel: Socket):
    panel.ask("set", name="ab", value="B")
    assert change(panel, "controls") == {"ab": 1.0}


def test_a_request_nested_without_end_is_refused_and_the_panel_stays(panel: Socket):
    panel.send('{"ask": ' + "[" * 10_000)
    assert panel.until(lambda told: "errors" in told)["errors"][0]["code"] == "malformed_packet"
    panel.ask("browse")
    panel.until(lambda told: told["tell"] == "folder")


@pytest.mark.parametrize("value", [99.0, "loud", "1e999"])
def test_what_is_refused_is_said_and_the_knob_turned_back(panel: Socket, value: object):
    panel.ask("set", name=GAIN, value=value)
    told = panel.until(lambda message: "errors" in message)
    assert told["controls"] == {GAIN: 0.0}
    assert told["errors"][0]["code"] in ("out_of_range", "wrong_type")


@pytest.mark.parametrize(
    "message",
    [
        "",
        "null",
        "{}",
        '{"ask": "explode"}',
        '{"ask": "set", "name": "trim.gain_db"}',
        '{"ask": "set", "name": "trim.gain_db", "value": 1, "more": 1}',
        '{"ask": "set", "name": "trim.gain_db", "value": NaN}',
        '{"ask": "position", "seconds": -1}',
        '{"ask": "set", "name": "none", "value": 1}',
        "[" * 30_000,
        b"\xff\xfe",
    ],
)
def test_nonsense_is_refused_in_words(panel: Socket, message: str | bytes):
    panel.send(message)
    (error,) = change(panel, "errors")
    assert error["sentence"].endswith((".", ":", "?")) or "did you mean" in error["sentence"]


def test_a_gesture_is_one_step_to_undo(web: ServedHttp, panel: Socket):
    panel.ask("begin", name=GAIN)
    for value in (1.0, 2.0, 3.0):
        panel.ask("set", name=GAIN, value=value)
    panel.ask("end", name=GAIN)
    panel.ask("undo")
    assert change(panel, "controls") == {GAIN: 0.0}


def test_several_controls_move_as_one_step(panel: Socket):
    frequency = "eq.mid.bell_1.freq_hz"
    for gain, hz in ((1.0, 150.0), (2.0, 160.0)):
        panel.ask("move", label="eq.mid.bell_1", values={GAIN: gain, frequency: hz})
    panel.ask("moved", label="eq.mid.bell_1")
    panel.ask("move", label="eq.mid.bell_1", values={GAIN: 3.0, frequency: 170.0})
    panel.ask("undo")
    assert change(panel, "controls") == {GAIN: 2.0, frequency: 160.0}
    panel.ask("undo")
    assert change(panel, "controls") == {GAIN: 0.0, frequency: 140.0}


@pytest.mark.parametrize("values", [{"none": 1.0}, {"bypass": 1.0}, {GAIN: 99.0}])
def test_a_movement_is_refused_as_a_whole(panel: Socket, values: dict[str, float]):
    panel.ask("move", label="x", values={"eq.mid.bell_2.q": 1.0, **values})
    assert change(panel, "errors")[0]["code"] in ("unknown_control", "out_of_range")
    assert web_value(panel, "eq.mid.bell_2.q") == 0.8


def web_value(panel: Socket, name: str) -> object:
    """What a panel is told that has just come."""
    return panel.another().receive()["controls"][name]


def test_resetting_a_stage_is_one_step_to_undo(web: ServedHttp, panel: Socket):
    names = ["multiband.low.ratio", "multiband.mid.ratio"]
    web.call(lambda: [web.desk.session.set(name, 2.0) for name in names])
    assert change(panel, "controls") == dict.fromkeys(names, 2.0)
    panel.ask("reset", names=names)
    assert change(panel, "controls") == dict.fromkeys(names, 1.0)
    panel.ask("undo")
    assert change(panel, "controls") == dict.fromkeys(names, 2.0)


def test_only_what_can_be_read_is_shown(panel: Socket, root: Path):
    for name in ("a.opus", "a.m4a", "a.MP3", "a.txt"):
        (root / name).touch()
    panel.ask("browse")
    files = panel.until(lambda message: message["tell"] == "folder")["files"]
    assert files == ["a.MP3", "a.opus", "mix.wav", "one.wav", "two.wav"]


def test_files_are_found_and_named(panel: Socket, root: Path):
    panel.ask("browse")
    folder = panel.until(lambda message: message["tell"] == "folder")
    assert folder["files"] == ["mix.wav", "one.wav", "two.wav"]
    assert folder["above"] is None
    panel.ask("mix", path=f"{folder['path']}/mix.wav")
    assert change(panel, "mix").items() >= {"path": str(root / "mix.wav"), "name": "mix.wav"}.items()
    panel.ask("add_reference", path="one.wav", weight=2.0)
    (reference,) = change(panel, "references")
    assert reference.items() >= {"path": str(root / "one.wav"), "name": "one.wav", "weight": 2.0}.items()


@pytest.mark.parametrize("path", ["/etc", "..", "../..", "/", "none", "a\0b"])
def test_nothing_outside_the_roots_is_shown(panel: Socket, path: str):
    panel.ask("browse", path=path)
    (error,) = change(panel, "errors")
    assert error["code"] in ("outside_roots", "input_missing", "wrong_type")


def test_a_link_that_leads_out_is_not_followed(panel: Socket, root: Path, tmp_path: Path):
    (tmp_path / "secret").mkdir()
    (root / "door").symlink_to(tmp_path / "secret")
    panel.ask("browse", path="door")
    assert change(panel, "errors")[0]["code"] == "outside_roots"


def test_jobs_are_followed_and_cancelled(web: ServedHttp, panel: Socket, crank: Crank):
    panel.ask("mix", path="mix.wav")
    panel.ask("add_reference", path="one.wav")
    panel.ask("adapt")
    job = change(panel, "jobs")[0]
    assert (job["kind"], job["state"]) == ("adapt", "queued")
    assert "source" not in job
    web.call(lambda: web.desk.session.jobs.progressed(job["number"], "listen", 0.5))
    assert change(panel, "jobs")[0]["share"] == 0.5
    panel.ask("cancel", number=job["number"])
    panel.ask("browse")
    panel.until(lambda message: message["tell"] == "folder")
    assert crank.cancelled == [job["number"]]


def test_analysing_measures_what_was_not_measured_and_the_mix_last(
    web: ServedHttp, panel: Socket, crank: Crank, root: Path
):
    panel.ask("mix", path="mix.wav")
    panel.ask("add_reference", path="one.wav")
    panel.ask("analyse")
    panel.until(lambda message: len(message.get("jobs", ())) == 2)
    assert [order.path for order in crank.orders] == [str(root / "one.wav"), str(root / "mix.wav")]  # type: ignore[union-attr]


def test_what_was_measured_is_shown_at_the_place_where_one_listens(web: ServedHttp, panel: Socket, root: Path):
    panel.ask("mix", path="mix.wav")
    panel.ask("analyse")
    number = change(panel, "jobs")[0]["number"]
    web.call(lambda: web.desk.session.jobs.finished(number, Analysed(series(str(root / "mix.wav")))))
    told = panel.until(lambda message: "meters" in message)
    assert told["meters"]["integrated_lufs"] == -14.0
    assert told["studies"][str(root / "mix.wav")]["spectrum_db"] == [-30.0, -40.0]
    assert told["track"]["path"] == str(root / "mix.wav")
    panel.ask("position", seconds=0.15)
    assert change(panel, "meters")["true_peak_db"] == -2.0


def test_a_mix_that_was_bounced_anew_is_told_apart(web: ServedHttp, panel: Socket, root: Path):
    panel.ask("mix", path="mix.wav")
    before = change(panel, "mix")["version"]
    os.utime(root / "mix.wav", (1.0, 1.0))
    panel.ask("analyse")
    number = change(panel, "jobs")[0]["number"]
    web.call(lambda: web.desk.session.jobs.finished(number, Analysed(series(str(root / "mix.wav")))))
    assert change(panel, "mix")["version"] not in ("", before)


def test_a_master_that_was_rendered_anew_is_told_apart(web: ServedHttp, panel: Socket, root: Path):
    panel.ask("mix", path="mix.wav")
    told, out = [], root / "master.wav"
    for at in (1.0, 2.0):
        panel.ask("render", path="master.wav", overwrite=True)
        number = change(panel, "jobs")[0]["number"]
        out.touch()
        os.utime(out, (at, at))
        done = Rendered(str(out), -14.0, -1.0, series(str(out)))
        web.call(lambda number=number, done=done: web.desk.session.jobs.finished(number, done))
        told.append(change(panel, "masters")["A"])
    assert told[0]["path"] == told[1]["path"] and told[0]["version"] != told[1]["version"]


def test_a_panel_that_goes_lets_go_of_what_it_held(web: ServedHttp, panel: Socket):
    other = web.socket()
    other.receive()
    panel.ask("begin", name=GAIN)
    panel.ask("set", name=GAIN, value=1.0)
    change(other, "controls")
    panel.close()
    other.ask("set", name=GAIN, value=2.0)
    other.ask("undo")
    assert change(other, "controls") == {GAIN: 1.0}


def test_presets_are_saved_loaded_and_deleted(panel: Socket):
    panel.ask("set", name=GAIN, value=2.0)
    panel.ask("save_preset", name="Warm")
    assert change(panel, "presets") == ["Warm"]
    panel.ask("set", name=GAIN, value=5.0)
    panel.ask("load_preset", name="Warm")
    assert change(panel, "controls")[GAIN] == 2.0
    panel.ask("delete_preset", name="Warm")
    assert change(panel, "presets") == []


@pytest.mark.parametrize("path", ["mix", "0"])
def test_only_files_of_the_session_are_played(web: ServedHttp, panel: Socket, path: str):
    assert web.get(f"/panel/audio/{path}").status == 404
    panel.ask("mix", path="mix.wav")
    panel.ask("add_reference", path="one.wav")
    change(panel, "references")
    answer = web.get(f"/panel/audio/{path}", Range="bytes=0-2")
    assert (answer.status, answer.body) == (206, b"not")


@pytest.mark.parametrize(
    "path", ["/panel/../../app.py", "/panel/%2e%2e/pages.py", "/panel/audio/../mix", "/panel/pages.py"]
)
def test_nothing_else_is_served(web: ServedHttp, path: str):
    assert web.get(path).status == 404


def test_the_page_names_nothing_that_is_not_served(web: ServedHttp):
    page = web.get("/panel/").body.decode()
    assert "http" not in page.replace("<!doctype html>", "")
    for name in ("main.js", "panel.css", "icon.svg"):
        assert name in page
        assert web.get(f"/panel/{name}").status == 200


def series(path: str) -> MeterSeries:
    return MeterSeries(
        name="mix.wav",
        step_s=0.1,
        integrated_lufs=-14.0,
        true_peak_db=-1.0,
        correlation=0.5,
        momentary_lufs=(-13.0,),
        short_term_lufs=(-13.5,),
        peak_db=(-1.0, -2.0, -3.0),
        reduction_db=(),
        correlations=(0.5, 0.6, 0.7),
        path=path,
        spectrum_hz=(100.0, 1000.0),
        spectrum_db=(-30.0, -40.0),
    )


def test_a_genre_is_kept_chosen_and_deleted(web: ServedHttp, panel: Socket, tmp_path: Path):
    panel.ask("save_genre", name="Mine")
    assert change(panel, "errors")[0]["code"] == "mix_missing"
    (tmp_path / "genres").mkdir()
    (tmp_path / "genres" / "Mine.safetensors").touch()
    web.call(web.desk.genres.list)
    assert change(panel, "genres") == ["Mine"]
    panel.ask("set", name="genre", value="Mine")
    panel.ask("delete_genre", name="Mine")
    assert change(panel, "genres") == []
    assert web.call(lambda: web.desk.session.get("genre")) == ""
