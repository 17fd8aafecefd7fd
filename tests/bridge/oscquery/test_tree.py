"""The tree of addresses, as OSCQuery describes it."""

import json
from pathlib import Path

import pytest

from bridge.osc.control_routes import address_of
from bridge.session.controls import CONTROLS
from tests.bridge.http.serving import ServedHttp

GAIN = "/metamaster/eq/mid/bell_1/gain_db"


def test_every_control_is_a_leaf_with_its_range_and_value(web: ServedHttp):
    tree = web.get("/").json
    for control in CONTROLS.values():
        node = tree
        for part in address_of(control).split("/")[1:]:
            node = node["CONTENTS"][part]
        assert node["FULL_PATH"] == address_of(control)
        assert node["ACCESS"] == 3
        assert node["VALUE"] == [control.default]
        assert "CONTENTS" not in node
        if control.kind == "number":
            assert node["RANGE"] == [{"MIN": control.low, "MAX": control.high}]


def test_a_control_has_its_unit_and_description(web: ServedHttp):
    node = web.get(GAIN).json
    assert node["TYPE"] == "f"
    assert node["UNIT"] == ["gain.db"]
    assert node["DESCRIPTION"] == CONTROLS["eq.mid.bell_1.gain_db"].about


def test_a_choice_lists_what_can_be_chosen(web: ServedHttp):
    node = web.get("/metamaster/ab").json
    assert node["TYPE"] == "i"
    assert node["RANGE"][0]["VALS"] == [0, 1]
    assert node["DESCRIPTION"].endswith("0 is A, 1 is B")


def test_a_genre_is_chosen_from_those_there_are(web: ServedHttp, tmp_path: Path):
    (tmp_path / "genres").mkdir()
    (tmp_path / "genres" / "Dub.safetensors").touch()
    web.call(web.desk.genres.list)
    node = web.get("/metamaster/genre").json
    assert (node["TYPE"], node["VALUE"], node["RANGE"]) == ("s", [""], [{"VALS": ["", "Dub"]}])


def test_the_other_forms_are_found_by_their_paths(web: ServedHttp):
    assert web.get(f"{GAIN}/norm").json["RANGE"] == [{"MIN": 0.0, "MAX": 1.0}]
    assert web.get(f"{GAIN}/str").json["VALUE"] == ["0 dB"]


def test_a_command_can_only_be_sent(web: ServedHttp):
    node = web.get("/metamaster/undo").json
    assert (node["ACCESS"], node["TYPE"]) == (2, "N")
    assert "VALUE" not in node


def test_values_are_those_of_the_moment(web: ServedHttp):
    web.call(lambda: web.desk.session.set("eq.mid.bell_1.gain_db", 2.5))
    assert web.get(f"{GAIN}?VALUE").json == {"VALUE": [2.5]}


@pytest.mark.parametrize("attribute", ["FULL_PATH", "TYPE", "ACCESS", "RANGE", "UNIT", "DESCRIPTION"])
def test_an_attribute_can_be_asked_for_alone(web: ServedHttp, attribute: str):
    assert web.get(f"{GAIN}?{attribute}").json == {attribute: web.get(GAIN).json[attribute]}


def test_what_is_unknown_or_absent_is_told_as_the_proposal_says(web: ServedHttp):
    assert web.get("/metamaster/none").status == 404
    assert web.get(f"{GAIN}?COLOUR").status == 400
    assert web.get("/metamaster/undo?VALUE").status == 204
    assert web.get("/metamaster/eq?CONTENTS").json["CONTENTS"].keys() == {"mid", "side"}


def test_the_host_says_where_osc_is_answered(web: ServedHttp):
    info = web.get("/?HOST_INFO").json
    assert info["OSC_PORT"] == web.osc.udp.port
    assert info["OSC_TRANSPORT"] == "UDP"
    assert info["WS_PORT"] == web.http.port
    assert info["EXTENSIONS"]["LISTEN"] is True


def test_clients_get_json_and_people_the_panel(web: ServedHttp):
    assert web.get("/", Accept="application/json").headers["Content-Type"] == "application/json"
    answer = web.get("/", Accept="text/html,application/xhtml+xml")
    assert (answer.status, answer.headers["Location"]) == (302, "/panel/")


def test_the_whole_tree_is_plain_json(web: ServedHttp):
    json.loads(web.get("/").body, parse_constant=pytest.fail)
