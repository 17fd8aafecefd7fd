// Puts the panel together.

import { $, forgetColours, make } from "./dom.js";
import { buildChain } from "./chain.js";
import { askText, FileChooser } from "./dialogs.js";
import { fixed } from "./format.js";
import { Link } from "./link.js";
import { buildMeters } from "./meters.js";
import { Player } from "./player.js";
import { buildSong, listenToActs } from "./song.js";
import { buildSpectra } from "./spectra.js";
import { Store } from "./store.js";
import { buildTrack } from "./track.js";

const ERROR_MS = 9000;
const LEVEL_MATCHED = "compare.level_matched";
const LINK_WORDS = { connecting: "Connecting", connected: "Connected", lost: "Connection lost, trying again" };

const store = new Store();
const chooser = new FileChooser(store);

store.tellError = (sentence) => {
  const close = make("button", { class: "plain", "aria-label": "Dismiss", onclick: () => box.remove() }, "×");
  const box = make("div", { class: "error" }, make("p", {}, sentence), close);
  $("errors").append(box);
  setTimeout(() => box.remove(), ERROR_MS);
};

const hear = (message) => {
  if (message.tell === "folder") { chooser.show(message); return; }
  if (message.tell === "everything" && !store.registry.size) begin(message);
  store.take(message);
  for (const error of message.errors || []) store.tellError(error.sentence);
  if (message.tell === "everything") {
    // Whatever was in hand when the line broke is in hand still.
    for (const name of store.held) store.ask("begin", { name });
    store.touch("*");
  }
};

const begin = (everything) => {
  for (const control of everything.registry) store.registry.set(control.name, control);
  store.take(everything);
  const player = new Player(store);
  buildChain(store);
  buildMeters(store);
  buildTrack(store, (seconds) => player.seek(seconds));
  buildSpectra(store);
  buildSong(store, chooser);
  listenToActs(store);
  buildBar();
  document.body.classList.add("ready");
  addEventListener("keydown", (event) => key(event, player));
};

const key = (event, player) => {
  const inText = event.target.closest("input, select, dialog");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !inText) {
    store.ask(event.shiftKey ? "redo" : "undo");
    event.preventDefault();
  } else if (event.key === " " && !inText && !event.target.closest("button, summary")) {
    player.toggle();
    event.preventDefault();
  }
};

const buildBar = () => {
  for (const [id, slot] of [["slot-a", 0], ["slot-b", 1]]) $(id).onclick = () => store.set("ab", slot);
  $("copy").onclick = () => store.ask("copy");
  $("undo").onclick = () => store.ask("undo");
  $("redo").onclick = () => store.ask("redo");
  $("bypass").onclick = () => store.set("bypass", store.value("bypass") ? 0 : 1);
  $("level-matched").onclick = () => store.set(LEVEL_MATCHED, store.value(LEVEL_MATCHED) ? 0 : 1);
  $("preset").onchange = (event) => event.target.value && store.ask("load_preset", { name: event.target.value });
  $("save").onclick = async () => {
    const given = await askText({ title: "Save as a preset", label: "Name", text: store.state.preset });
    if (given && given.text) store.ask("save_preset", { name: given.text });
  };
  $("delete").onclick = async () => {
    const { preset } = store.state;
    if (await askText({ title: `Delete the preset “${preset}”?`, note: "The settings stay as they are." })) store.ask("delete_preset", { name: preset });
  };
  store.on(["ab"], showSlots);
  store.on(["history"], showHistory);
  store.on(["bypass"], () => {
    $("bypass").setAttribute("aria-pressed", Boolean(store.value("bypass")));
    document.body.classList.toggle("bypassed", Boolean(store.value("bypass")));
  });
  store.on(["live", LEVEL_MATCHED], showMatch);
  store.on(["preset", "presets", "dirty"], showPresets);
};

// Only where there is a live insert: the files of the player have a level-match of their own.
const showMatch = () => {
  const { state, turned_db } = store.state.live;
  const on = Boolean(store.value(LEVEL_MATCHED));
  $("level-matched").hidden = state === "off";
  $("level-matched").setAttribute("aria-pressed", on);
  const words = ["mix", "A", "B"].map((side, index) => `${side} ${fixed(turned_db[index], 1)} dB`).join(", ");
  $("level-matched").title = on ? `Turned down live: ${words}` : "Hear mix, A and B live at equal loudness";
};

const showSlots = () => {
  const b = Boolean(store.value("ab"));
  $("slot-a").setAttribute("aria-pressed", !b);
  $("slot-b").setAttribute("aria-pressed", b);
  $("copy").textContent = b ? "B → A" : "A → B";
};

const showHistory = () => {
  for (const what of ["undo", "redo"]) {
    const label = store.state.history[what];
    $(what).disabled = !label;
    $(what).title = label ? `${what} ${label}` : "";
    $(what).setAttribute("aria-label", label ? `${what}: ${label}` : what);
  }
};

const showPresets = () => {
  const { preset, presets, dirty } = store.state;
  const names = presets.includes(preset) || !preset ? presets : [preset, ...presets];
  $("preset").replaceChildren(make("option", { value: "" }, names.length ? "none" : "none yet"), ...names.map((name) => make("option", { value: name }, name)));
  $("preset").value = preset;
  $("dirty").hidden = !(dirty && preset);
  $("delete").hidden = !presets.includes(preset);
};

const showLink = (state) => {
  $("link").className = `link ${state}`;
  $("link").lastElementChild.textContent = LINK_WORDS[state];
  document.body.classList.toggle("offline", state !== "connected");
};

const setTheme = (theme) => {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
  forgetColours();
  store.touch("theme");
};
document.documentElement.dataset.theme = localStorage.getItem("theme") || "dark";
$("theme").onclick = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");

store.link = new Link(hear, showLink);
