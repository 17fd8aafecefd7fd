"""The panel in a real browser: what is turned there is heard over OSC, and the other way round."""

import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from bridge.desk import Desk
from bridge.live.status import Status
from bridge.roots import Roots
from bridge.session.job import MeterSeries, Rendered
from bridge.session.meters import FileMeters
from bridge.session.presets import PresetFolder
from bridge.session.session import Session
from metamaster.chain.layout import EQ_MID, EQ_SIDE
from metamaster.chain.parameters import PARAMETERS
from metamaster.report.responses import slot_response_db
from tests.bridge.conftest import Crank, Udp
from tests.bridge.http.serving import ServedHttp
from tests.bridge.web.driver import WAIT_S, PanelPage
from tests.report.browser import NAMES, find_chromium

GAIN = "eq.mid.bell_1.gain_db"
ADDRESS = "/metamaster/eq/mid/bell_1/gain_db"
KNOB = f'[data-name="{GAIN}"]'
HANDLE = '[data-handle="eq.mid.bell_1"]'
CONTROL_KEY = 2


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedHttp]:
    folder = tmp_path_factory.mktemp("songs")
    (folder / "mix.wav").touch()
    session = Session()
    session.jobs.runner = Crank()
    with ServedHttp(Desk(session, Roots.of((folder,)), PresetFolder(folder / "presets"), folder / "genres")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(served: ServedHttp) -> Iterator[PanelPage]:
    program = find_chromium()
    if program is None or sys.platform == "win32":
        pytest.skip(f"needs a browser to look at the panel: install Chromium (one of {', '.join(NAMES)} on the path)")
    with PanelPage(program) as opened:
        assert isinstance(opened, PanelPage)
        yield opened


@pytest.fixture
def page(browser: PanelPage, served: ServedHttp) -> PanelPage:
    """The panel of a session at its defaults."""
    served.call(lambda: [served.desk.session.set(p.name, p.default, "before") for p in PARAMETERS])
    browser.show(served.url("/panel/"))
    return browser


@pytest.fixture
def listener(served: ServedHttp) -> Udp:
    """An OSC client that listens to a gain."""
    client = served.udp()
    client.ask(f"{ADDRESS}/start_listen")
    return client


def eventually(served: ServedHttp, holds: Callable[[], bool]) -> None:
    """Waits until something holds in the session."""
    end_s = time.monotonic() + WAIT_S
    while not served.call(holds):
        assert time.monotonic() < end_s
        time.sleep(0.02)


def shown(name: str) -> str:
    return f"Number(document.querySelector('[data-name=\"{name}\"]').getAttribute('aria-valuenow'))"


def test_turning_a_knob_is_heard_over_osc_and_in_the_session(page: PanelPage, served: ServedHttp, listener: Udp):
    page.drag(KNOB, 0, -60)
    page.until(f"{shown(GAIN)} > 5")
    value = page.evaluate(shown(GAIN))
    assert listener.receive().address == ADDRESS
    eventually(served, lambda: served.desk.session.get(GAIN) == pytest.approx(value))
    while listener.receive().arguments[0] != pytest.approx(value, rel=1e-6):
        pass


def test_what_is_set_over_osc_moves_the_knob_and_the_curve(page: PanelPage, served: ServedHttp):
    path = "document.querySelector('svg.eq .curve.mid').getAttribute('d')"
    before = page.evaluate(path)
    served.udp().send(ADDRESS, -4.5)
    page.until(shown(GAIN), -4.5)
    page.until(f"document.querySelector('{KNOB}').getAttribute('aria-valuetext')", "−4.5 dB")
    assert page.evaluate(path) != before


def test_a_dragged_handle_changes_frequency_and_gain_as_one_step(page: PanelPage, served: ServedHttp):
    page.drag(HANDLE, 40, -40)
    page.until(f"{shown(GAIN)} > 2")
    page.until(f"{shown('eq.mid.bell_1.freq_hz')} > 150")
    page.press("z", CONTROL_KEY)
    page.until(shown(GAIN), 0)
    page.until(shown("eq.mid.bell_1.freq_hz"), 140)


def test_handles_and_knobs_are_turned_by_the_keyboard(page: PanelPage):
    page.evaluate(f"document.querySelector('{HANDLE}').focus()")
    page.press("ArrowUp")
    page.until(shown(GAIN), 0.5)
    page.evaluate(f"document.querySelector('{KNOB}').focus()")
    page.press("End")
    page.until(shown(GAIN), 9)
    page.press("Delete")
    page.until(shown(GAIN), 0)


def test_the_wheel_turns_and_a_double_click_resets(page: PanelPage, served: ServedHttp):
    page.wheel(KNOB, -120)
    page.until(f"{shown(GAIN)} > 0")
    page.click(KNOB, times=2)
    page.until(shown(GAIN), 0)


def test_a_value_can_be_typed(page: PanelPage, served: ServedHttp):
    page.evaluate(f"document.querySelector('{KNOB}').focus()")
    for key in "3.5":
        page.press(key)
    page.press("Enter")
    page.until(shown(GAIN), 3.5)
    eventually(served, lambda: served.desk.session.get(GAIN) == 3.5)


@pytest.mark.parametrize(
    ("text", "held", "asked"),
    [("3.5", 3.5, [3.5]), ("99", 9, [9]), ("loud", 2, ["loud"]), ("1.2.3", 2, ["1.2.3"]), ("-", 2, ["-"]), ("", 2, [])],
)
def test_what_is_typed_is_held_only_if_it_is_a_number(page: PanelPage, text: str, held: float, asked: list[object]):
    told = page.later(f"""Promise.all(['store', 'knob'].map(name => import(`/panel/${{name}}.js`))).then(found => {{
        const [store, asked] = [new found[0].Store(), []];
        const gain = {{ name: 'gain', kind: 'number', unit: 'dB', scale: 'linear', low: -9, high: 9, default: 0 }};
        store.registry.set('gain', gain);
        store.state.controls.gain = 2;
        store.link = {{ ask: (what, {{ value }}) => asked.push(value) }};
        const {{ entry }} = new found[1].Knob(store, 'gain', 'Gain');
        entry.value = {text!r};
        entry.dispatchEvent(new Event('change'));
        return [store.value('gain'), asked];
    }})""")
    assert told == [held, asked]


def test_what_is_typed_and_is_no_number_is_refused_in_words(page: PanelPage):
    entry = f"document.querySelector('[data-entry=\"{GAIN}\"]')"
    page.evaluate(f"({entry}.focus(), {entry}.value = 'loud', {entry}.dispatchEvent(new Event('change')), 0)")
    page.evaluate(f"({entry}.blur(), 0)")
    page.until("document.getElementById('errors').textContent.includes(\"cannot be 'loud'\")")
    page.until(f"{entry}.value", "0.0 dB")


def test_undo_and_redo(page: PanelPage, served: ServedHttp):
    served.call(lambda: served.desk.session.set(GAIN, 2.0))
    page.until(shown(GAIN), 2)
    page.click("#undo")
    page.until(shown(GAIN), 0)
    page.click("#redo")
    page.until(shown(GAIN), 2)


def test_a_and_b_hold_settings_of_their_own(page: PanelPage, served: ServedHttp):
    served.call(lambda: served.desk.session.set(GAIN, 2.0))
    page.until(shown(GAIN), 2)
    page.click("#slot-b")
    page.until(shown(GAIN), 0)
    page.click("#slot-a")
    page.until(shown(GAIN), 2)


def test_level_matching_is_there_where_there_is_a_live_insert(page: PanelPage, served: ServedHttp):
    button = "document.getElementById('level-matched')"
    page.until(f"{button}.hidden")
    live = served.desk.live
    served.call(lambda: [live.change(Status("running")), live.turn((-5.3, -6.0, 0.0))])
    page.until(f"{button}.hidden", False)
    page.click("#level-matched")
    eventually(served, lambda: served.desk.session.get("compare.level_matched") == 1.0)
    page.until(f"{button}.title", "Turned down live: mix −5.3 dB, A −6.0 dB, B 0.0 dB")
    page.click("#level-matched")
    eventually(served, lambda: served.desk.session.get("compare.level_matched") == 0.0)
    served.call(lambda: live.change(Status()))


def test_a_genre_is_chosen_and_rests_the_references(page: PanelPage, served: ServedHttp):
    folder = served.desk.roots.folders[0] / "genres"
    folder.mkdir(exist_ok=True)
    (folder / "Dub.safetensors").touch()
    served.call(served.desk.genres.list)
    page.until(
        "[...document.querySelectorAll('#genre option')].map(one => one.text).join()",
        "follow the references,Dub,a file…",
    )
    page.evaluate("document.getElementById('genre').focus()")
    page.press("ArrowDown")
    eventually(served, lambda: served.desk.session.get("genre") == "Dub")
    page.until("document.getElementById('references').classList.contains('rests')")
    served.call(lambda: served.desk.session.set("genre", ""))
    page.until("document.getElementById('genre').value", "")


def test_what_each_compressor_takes_is_shown_beside_it(page: PanelPage, served: ServedHttp):
    levels = MeterSeries(
        "m",
        0.1,
        -14.0,
        -1.0,
        0.5,
        (-13.0,),
        (-13.5,),
        (-1.0,),
        (2.0,),
        (0.5,),
        compression_db=((0.5,), (3.25,), (0.0,)),
    )
    served.call(lambda: served.desk.session.set_meters(FileMeters(levels)))
    meters = ["low_reduction_db", "mid_reduction_db", "high_reduction_db", "reduction_db"]
    shown_at = "document.querySelector(`.stage [data-meter=${name}]`).getAttribute('aria-valuenow')"
    read = f"{meters}.map(name => {shown_at}).join()"
    page.until(read, "0.5,3.25,0,2")


def measured(path: str, integrated_lufs: float) -> MeterSeries:
    levels = ((-13.0,), (-13.5,), (-1.0,), (2.0,), (0.5,))
    spectrum = {"spectrum_hz": (100.0, 1000.0), "spectrum_db": (-30.0, -40.0)}
    return MeterSeries(path, 0.1, integrated_lufs, -1.0, 0.5, *levels, path=path, **spectrum)


def test_the_spectra_of_mix_master_and_references_are_shown(page: PanelPage, served: ServedHttp):
    desk, folder = served.desk, served.desk.roots.folders[0]
    (folder / "record.wav").touch()
    names = "[...document.querySelectorAll('#spectra-legend li')].map(one => one.textContent).join()"

    def listen() -> None:
        desk.set_mix("mix.wav")
        desk.add_reference("record.wav")
        for name, lufs in (("mix.wav", -20.0), ("record.wav", -10.0)):
            desk.session.set_meters(FileMeters(measured(str(folder / name), lufs)))

    served.call(listen)
    page.until(names, "record.wav,Mix")

    def render() -> None:
        out = str(folder / "master.wav")
        number = desk.render(out).number
        desk.session.jobs.finished(number, Rendered(out, -12.0, -1.0, measured(out, -12.0)))

    served.call(render)
    page.until(names, "record.wav,Mix,Master A")
    served.call(lambda: (desk.set_references(()), desk.set_mix("")))
    page.until(names, "Master A")


def test_files_are_played_as_loud_as_the_quietest(page: PanelPage):
    state = """{ mix: { path: "m" }, masters: { A: { path: "a" } }, references: [{ path: "r", name: "r" }],
        studies: { m: { integrated_lufs: -20 }, a: { integrated_lufs: -14 }, r: { integrated_lufs: -10 } } }"""
    volumes = page.later(f"""import('/panel/player.js').then(module => {{
        const player = new module.Player({{ on() {{}}, state: {state} }});
        ['m', 'a', 'r'].forEach(path => player.audio.set(path, {{ dataset: {{ path }} }}));
        player.match();
        return [...player.audio.values()].map(audio => audio.volume);
    }})""")
    assert volumes == pytest.approx([1.0, 10 ** (-6 / 20), 10 ** (-10 / 20)])


AUDIO = """globalThis.Audio = class {
    constructor(url) { Object.assign(this, { url, dataset: {}, paused: true, currentTime: 0 }); }
    async play() { this.paused = false; }
    pause() { this.paused = true; }
}"""
"""An element that sounds nothing and asks for no file."""


def player(page: PanelPage, does: str) -> object:
    """What comes of doing something with a player that has a mix and a master at a fake element."""
    return page.later(f"""import('/panel/player.js').then(module => {{
        {AUDIO};
        const state = {{ mix: {{ path: "m", version: "1" }}, masters: {{ A: {{ path: "a", version: "1" }} }},
            references: [], studies: {{}}, position: 0 }};
        const player = new module.Player({{ on() {{}}, ask() {{}}, state }});
        {does}
    }})""")


def test_a_file_that_was_written_anew_is_loaded_anew(page: PanelPage):
    urls = player(
        page,
        """player.list();
        const before = [player.audioOf('mix'), player.audioOf('A')];
        state.masters = { A: { path: "a", version: "2" } };
        player.list();
        const after = [player.audioOf('mix'), player.audioOf('A')];
        return [...before, ...after].map(audio => audio.url);""",
    )
    assert urls == ["/panel/audio/mix?1", "/panel/audio/A?1", "/panel/audio/mix?1", "/panel/audio/A?2"]


def test_a_file_that_is_written_anew_while_it_plays_goes_on_from_there(page: PanelPage):
    told = player(
        page,
        """player.list();
        player.play(0);
        player.audioOf('mix').currentTime = 7;
        state.mix = { path: "m", version: "2" };
        player.list();
        const { url, currentTime, paused } = player.audioOf('mix');
        player.stop();
        return [url, currentTime, paused];""",
    )
    assert told == ["/panel/audio/mix?2", 7, False]


def test_a_job_is_shown_with_its_progress_and_can_be_cancelled(page: PanelPage, served: ServedHttp):
    session = served.desk.session
    served.call(lambda: served.desk.set_mix("mix.wav"))
    page.until("document.querySelector('#mix').textContent", "mix.wav")
    page.click("#analyse")
    page.until("document.querySelectorAll('#jobs .job').length > 0")
    number = served.call(lambda: session.jobs.recent[-1].number)
    served.call(lambda: (session.jobs.started(number), session.jobs.progressed(number, "analyse", 0.4)))
    page.until("document.querySelector('#jobs progress').value", 0.4)
    page.click("#jobs .job button")
    runner = session.jobs.runner
    assert isinstance(runner, Crank)
    eventually(served, lambda: number in runner.cancelled)


def test_it_comes_back_when_the_bridge_does(page: PanelPage, served: ServedHttp):
    port = served.http.port
    served.close_http()
    page.until("document.getElementById('link').className", "link lost")
    served.call(lambda: served.desk.session.set(GAIN, 7.0))
    served.options = type(served.options)(port=port)
    served.open_http()
    page.until("document.getElementById('link').className", "link connected")
    page.until(shown(GAIN), 7)


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
def test_the_curves_are_those_of_the_chain(page: PanelPage, rate: int):
    values = {p.name: p.low + 0.7 * (p.high - p.low) for p in PARAMETERS if p.name.startswith("eq.")}
    hz = np.geomspace(20.0, 20000.0, 50)
    for side, slots in (("mid", EQ_MID), ("side", EQ_SIDE)):
        drawn = page.later(
            f"import('/panel/response.js').then(m => m.equaliserDb('{side}', {values!r}, {hz.tolist()!r}, {rate}))"
        )
        of_the_chain = sum(slot_response_db(slot, values, hz, rate) for slot in slots)
        np.testing.assert_allclose(drawn, of_the_chain, atol=1e-9)


def test_the_page_is_silent_and_asks_nobody_else(page: PanelPage, served: ServedHttp):
    asked = {event["request"]["url"] for event in page.said("Network.requestWillBeSent")}
    assert all(url.startswith(served.url("/panel/")) for url in asked)
    complaints = [
        entry["entry"]["text"]
        for entry in page.said("Log.entryAdded")
        # The line that broke when the bridge went away.
        if "WebSocket" not in entry["entry"]["text"]
    ]
    assert complaints == []
    assert page.said("Runtime.consoleAPICalled", "Runtime.exceptionThrown") == []


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_it_fits_the_screen(page: PanelPage, served: ServedHttp, width: int):
    page.show(served.url("/panel/"), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_that_can_be_used_has_a_name_and_a_place_in_the_order(page: PanelPage):
    unnamed = page.evaluate("""[...document.querySelectorAll('button, input, select, [role=slider], [role=meter]')]
        .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length)))
        .map(e => e.outerHTML)""")
    assert unnamed == []
    # Values come with the next picture that is drawn.
    page.until(
        """[...document.querySelectorAll('[role=slider]')]
        .filter(e => e.tabIndex !== 0 || !e.hasAttribute('aria-valuenow')).map(e => e.outerHTML).join()""",
        "",
    )


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_text_stands_out_from_what_it_is_on(page: PanelPage, theme: str):
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    names = "['page', 'card', 'well', 'ink', 'soft', 'master', 'reference', 'target', 'bad']"
    read = f"{names}.map(n => getComputedStyle(document.documentElement).getPropertyValue('--' + n).trim())"
    page_, card, well, *texts = [_luminance(colour) for colour in page.evaluate(read)]
    assert min(_contrast(text, ground) for text in texts for ground in (page_, card, well)) >= 4.5


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
