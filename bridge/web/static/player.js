// Plays the mix, the masters and the references, each as loud as the quietest of them.

import { $, make } from "./dom.js";
import { clock } from "./format.js";

const TELL_MS = 100;

// A file that was written anew is another, though it has the same name.
const sameFile = (file, held) => file.path === held.path && file.version === held.version;

export class Player {
  constructor(store) {
    this.store = store;
    this.audio = new Map();
    this.source = "mix";
    $("play").onclick = () => this.toggle();
    $("match").onchange = () => this.match();
    store.on(["mix", "references", "masters", "studies"], () => this.list());
    store.on(["ab", "bypass"], () => this.follow());
    store.on(["position"], () => {
      const { position } = store.state;
      $("clock").textContent = position === null || position === undefined ? "–:––" : clock(position);
    });
  }

  sources() {
    const { mix, masters, references } = this.store.state;
    const found = [];
    if (mix) found.push({ key: "mix", name: "Mix", file: mix });
    for (const slot of ["A", "B"]) if (masters[slot]) found.push({ key: slot, name: slot, file: masters[slot] });
    references.forEach((one, index) => found.push({ key: String(index), name: references.length > 1 ? `Ref ${index + 1}` : "Reference", file: one }));
    return found;
  }

  list() {
    const sources = this.sources();
    const at = this.audio.has(this.source) ? this.audio.get(this.source).currentTime : 0;
    for (const [key, audio] of this.audio) {
      const still = sources.find((one) => one.key === key && sameFile(one.file, audio.dataset));
      if (!still) { audio.pause(); this.audio.delete(key); }
    }
    const gone = this.timer && !this.audio.has(this.source) ? this.source : null;
    if (!sources.some((one) => one.key === this.source)) this.source = sources.length ? sources[0].key : "mix";
    $("sources").replaceChildren(...sources.map((one) =>
      make("button", { class: "source", "aria-pressed": String(one.key === this.source), title: one.file.path, onclick: () => this.choose(one.key) }, one.name)));
    $("play").disabled = !sources.length;
    this.match();
    if (gone === null) return;
    if (gone === this.source) this.play(at);
    else this.stop();
  }

  audioOf(key) {
    const source = this.sources().find((one) => one.key === key);
    if (!source) return null;
    if (!this.audio.has(key)) {
      const audio = new Audio(`/panel/audio/${key}?${source.file.version}`);
      audio.dataset.path = source.file.path;
      audio.dataset.version = source.file.version;
      audio.preload = "auto";
      audio.onended = () => this.stop();
      audio.onerror = () => { this.stop(); this.store.tellError(`${source.name} cannot be played by this browser.`); };
      this.audio.set(key, audio);
    }
    return this.audio.get(key);
  }

  // As loud as the quietest, so that louder is not taken for better.
  match() {
    const { studies } = this.store.state;
    const loudness = (path) => (studies[path] ? studies[path].integrated_lufs : null);
    const sources = this.sources();
    const known = sources.map((one) => loudness(one.file.path)).filter((lufs) => lufs !== null);
    $("match-label").textContent = known.length < sources.length ? "level-matched, once analysed" : "level-matched";
    const quietest = Math.min(...known);
    for (const audio of this.audio.values()) {
      const lufs = loudness(audio.dataset.path);
      audio.volume = $("match").checked && lufs !== null ? Math.min(1, Math.pow(10, (quietest - lufs) / 20)) : 1;
    }
  }

  toggle() { if (this.timer) this.stop(); else this.play(this.store.state.position ?? 0); }

  async play(from) {
    const audio = this.audioOf(this.source);
    if (!audio) return;
    this.match();
    audio.currentTime = from;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tell(), TELL_MS);
    $("play").textContent = "❚❚";
    $("play").setAttribute("aria-label", "Pause");
    try { await audio.play(); } catch { this.stop(); }
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    for (const audio of this.audio.values()) audio.pause();
    $("play").textContent = "▶";
    $("play").setAttribute("aria-label", "Play");
  }

  tell() {
    const audio = this.audio.get(this.source);
    if (audio && !audio.paused) this.store.ask("position", { seconds: Number(audio.currentTime.toFixed(2)) });
  }

  seek(seconds) {
    this.store.ask("position", { seconds: seconds === null ? null : Number(seconds.toFixed(2)) });
    const audio = this.audio.get(this.source);
    if (audio && this.timer && seconds !== null) audio.currentTime = seconds;
  }

  choose(key) {
    if (key === this.source) return;
    const before = this.audio.get(this.source);
    this.source = key;
    if (this.timer) {
      const at = before ? before.currentTime : 0;
      this.stop();
      this.play(at);
    }
    this.list();
  }

  // What is heard follows A, B and bypass, unless one listens to a reference.
  follow() {
    if (!["mix", "A", "B"].includes(this.source)) return;
    const wanted = this.store.value("bypass") ? "mix" : this.store.value("ab") ? "B" : "A";
    if (this.sources().some((one) => one.key === wanted)) this.choose(wanted);
  }
}
