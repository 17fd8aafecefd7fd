// The equaliser as a curve: mid and side, each filter with a handle that can be dragged, turned and typed at.

import { draw, make } from "./dom.js";
import { fixed, hertz, signed } from "./format.js";
import { FILTERS, equaliserDb, filterDb, logarithmic } from "./response.js";
import { within } from "./scale.js";

const LOW_HZ = 20;
const HIGH_HZ = 20000;
const REACH_DB = 15;
const SAMPLE_RATE = 48000;
const POINTS = 240;
const FREQUENCIES = logarithmic(LOW_HZ, HIGH_HZ, POINTS);
const MARGIN = { left: 34, right: 12, top: 10, bottom: 20 };
const OCTAVE_STEP = Math.pow(2, 1 / 12);
const GAIN_STEP = 0.5;
const Q_STEP = 1.08;
const LET_GO_MS = 400;
const HZ_LINES = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000];
const DB_LINES = [-12, -6, 0, 6, 12];

export class Equaliser {
  constructor(store) {
    this.store = store;
    this.side = "mid";
    this.grid = draw("g", { class: "grid" });
    this.areas = draw("g");
    this.curves = Object.fromEntries(["side", "mid"].map((side) => [side, draw("path", { class: `curve ${side}` })]));
    this.handles = draw("g");
    this.svg = draw("svg", { class: "eq", role: "group", "aria-label": "Equaliser curve" }, this.grid, this.areas,
      this.curves.side, this.curves.mid, this.handles);
    this.reading = make("p", { class: "reading", "aria-hidden": "true" });
    this.element = make("div", { class: "eq-frame" }, this.svg, this.reading);
    const names = [...store.registry.keys()].filter((name) => name.startsWith("eq."));
    store.on(names, () => this.show());
    new ResizeObserver(() => this.resize()).observe(this.element);
    this.choose("mid");
  }

  // Which of the two has handles.
  choose(side) {
    this.side = side;
    this.handleOf = new Map(FILTERS[side].map(([kind, prefix]) => [prefix, this.handle(kind, prefix)]));
    this.handles.replaceChildren(...this.handleOf.values());
    this.svg.dataset.side = side;
    if (this.width) this.show();
  }

  resize() {
    const box = this.element.getBoundingClientRect();
    if (!box.width) return;
    this.width = box.width;
    this.height = box.height;
    this.svg.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    this.drawGrid();
    this.show();
  }

  x(hz) { return MARGIN.left + (Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ)) * (this.width - MARGIN.left - MARGIN.right); }
  y(db) { return MARGIN.top + ((REACH_DB - db) / (2 * REACH_DB)) * (this.height - MARGIN.top - MARGIN.bottom); }
  hz(x) { return LOW_HZ * Math.pow(HIGH_HZ / LOW_HZ, (x - MARGIN.left) / (this.width - MARGIN.left - MARGIN.right)); }
  db(y) { return REACH_DB - ((y - MARGIN.top) / (this.height - MARGIN.top - MARGIN.bottom)) * 2 * REACH_DB; }

  drawGrid() {
    const [left, right, top, bottom] = [MARGIN.left, this.width - MARGIN.right, MARGIN.top, this.height - MARGIN.bottom];
    const hzLines = this.width < 480 ? [20, 100, 1000, 10000] : HZ_LINES;
    const lines = [];
    for (const hz of hzLines) {
      const at = this.x(hz);
      const anchor = hz === 20 ? "start" : hz === 20000 ? "end" : "middle";
      lines.push(draw("path", { d: `M${at} ${top}V${bottom}` }),
        draw("text", { x: at, y: bottom + 14, "text-anchor": anchor }, hz >= 1000 ? `${hz / 1000} kHz` : `${hz}`));
    }
    for (const db of DB_LINES) {
      const at = this.y(db);
      lines.push(draw("path", { d: `M${left} ${at}H${right}`, class: db ? "" : "zero" }),
        draw("text", { x: left - 6, y: at + 4, "text-anchor": "end" }, db > 0 ? `+${db}` : fixed(db, 0)));
    }
    this.grid.replaceChildren(...lines);
  }

  path(levels) {
    return levels.map((db, i) => `${i ? "L" : "M"}${this.x(FREQUENCIES[i]).toFixed(1)} ${this.y(Math.max(-REACH_DB, Math.min(REACH_DB, db))).toFixed(1)}`).join("");
  }

  show() {
    if (!this.width) return;
    const values = this.store.state.controls;
    for (const side of ["mid", "side"]) {
      this.curves[side].setAttribute("d", this.path(equaliserDb(side, values, FREQUENCIES, SAMPLE_RATE)));
    }
    for (const [kind, prefix] of FILTERS[this.side]) this.place(kind, prefix, values);
    this.shade();
  }

  place(kind, prefix, values) {
    const hz = values[`${prefix}.freq_hz`];
    const gain = values[`${prefix}.gain_db`] ?? 0;
    const label = prefix.split(".").slice(1).join(" ").replace("_", " ");
    const text = `${hertz(hz)}${kind === "high_pass" ? "" : `, ${signed(gain)} dB`}${kind === "peak" ? `, Q ${values[`${prefix}.q`].toFixed(2)}` : ""}`;
    const handle = this.handleOf.get(prefix);
    // Low corners lie outside what is drawn.
    handle.setAttribute("transform", `translate(${this.x(Math.max(hz, LOW_HZ)).toFixed(1)} ${this.y(gain).toFixed(1)})`);
    handle.setAttribute("aria-label", label);
    handle.setAttribute("aria-valuenow", kind === "high_pass" ? hz : gain);
    handle.setAttribute("aria-valuetext", text);
    handle.classList.toggle("moved", kind === "high_pass" ? hz > 10.001 : gain !== 0);
    if (this.active === prefix) this.reading.textContent = `${label}  ${text}`;
  }

  // The filter in hand alone, shaded, so that one sees what it does.
  shade() {
    const filter = this.active && FILTERS[this.side].find(([, prefix]) => prefix === this.active);
    this.reading.hidden = !filter;
    if (!filter) { this.areas.replaceChildren(); return; }
    const values = this.store.state.controls;
    const line = this.path(FREQUENCIES.map((hz) => filterDb(...filter, values, hz, SAMPLE_RATE)));
    const d = `${line}L${this.x(HIGH_HZ)} ${this.y(0)}L${this.x(LOW_HZ)} ${this.y(0)}Z`;
    this.areas.replaceChildren(draw("path", { class: `area ${this.side}`, d }));
  }

  handle(kind, prefix) {
    const mark = { low_shelf: "L", high_shelf: "H", high_pass: "P" }[kind] || prefix.slice(-1);
    const control = this.store.control(kind === "high_pass" ? `${prefix}.freq_hz` : `${prefix}.gain_db`);
    const handle = draw("g", { class: `handle ${this.side}`, tabindex: "0", role: "slider", "data-handle": prefix,
      "aria-valuemin": control.low, "aria-valuemax": control.high,
      "aria-roledescription": "filter handle: arrows up and down for gain, left and right for frequency, page keys for Q" },
      draw("circle", { r: 14, class: "reach" }), draw("circle", { r: 8.5, class: "knob-dot" }),
      draw("text", { y: 3.8, "text-anchor": "middle" }, mark));
    const wake = () => { this.active = prefix; this.show(); };
    const sleep = () => { if (this.active === prefix && document.activeElement !== handle && !this.dragging) { this.active = null; this.show(); } };
    handle.addEventListener("focus", wake);
    handle.addEventListener("blur", sleep);
    handle.addEventListener("pointerenter", wake);
    handle.addEventListener("pointerleave", sleep);
    handle.addEventListener("pointerdown", (event) => this.grab(event, kind, prefix, handle));
    handle.addEventListener("dblclick", () => this.store.ask("reset", { names: this.names(kind, prefix) }));
    handle.addEventListener("wheel", (event) => {
      if (kind !== "peak") return;
      event.preventDefault();
      this.nudge(`${prefix}.q`, (value) => value * (event.deltaY < 0 ? Q_STEP : 1 / Q_STEP));
    }, { passive: false });
    handle.addEventListener("keydown", (event) => this.key(event, kind, prefix));
    return handle;
  }

  names(kind, prefix) {
    const parts = { high_pass: ["freq_hz"], peak: ["freq_hz", "gain_db", "q"] }[kind] || ["freq_hz", "gain_db"];
    return parts.map((part) => `${prefix}.${part}`);
  }

  taken(name, value) {
    const control = this.store.control(name);
    return within(control, Number(within(control, value).toPrecision(5)));
  }

  put(name, value) {
    const taken = this.taken(name, value);
    if (taken !== this.store.value(name)) this.store.set(name, taken);
  }

  nudge(name, change) {
    this.resting ||= new Map();
    if (!this.resting.has(name)) this.store.begin(name);
    clearTimeout(this.resting.get(name));
    this.resting.set(name, setTimeout(() => { this.resting.delete(name); this.store.end(name); }, LET_GO_MS));
    this.put(name, change(this.store.value(name)));
  }

  grab(event, kind, prefix, handle) {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const names = this.names(kind, prefix).filter((name) => !name.endsWith(".q"));
    let begun = false;
    const move = (moved) => {
      if (!begun) { names.forEach((name) => this.store.begin(name)); begun = this.dragging = true; }
      const box = this.svg.getBoundingClientRect();
      const values = { [`${prefix}.freq_hz`]: this.taken(`${prefix}.freq_hz`, this.hz(moved.clientX - box.left)) };
      if (kind !== "high_pass") {
        const gain = this.db(moved.clientY - box.top);
        // Zero is easy to find again.
        values[`${prefix}.gain_db`] = Math.abs(gain) < 0.2 ? 0 : this.taken(`${prefix}.gain_db`, gain);
      }
      this.store.move(prefix, values);
    };
    const release = () => {
      handle.removeEventListener("pointermove", move);
      this.dragging = false;
      if (!begun) return;
      this.store.ask("moved", { label: prefix });
      names.forEach((name) => this.store.end(name));
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", release, { once: true });
  }

  key(event, kind, prefix) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const fine = event.shiftKey ? 0.1 : 1;
    const turn = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const lift = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const pinch = { PageUp: 1, PageDown: -1 }[event.key];
    if (turn) this.nudge(`${prefix}.freq_hz`, (hz) => hz * Math.pow(OCTAVE_STEP, turn * fine));
    else if (lift && kind !== "high_pass") this.nudge(`${prefix}.gain_db`, (db) => db + lift * GAIN_STEP * fine);
    else if (pinch && kind === "peak") this.nudge(`${prefix}.q`, (q) => q * Math.pow(Q_STEP, pinch * fine));
    else if (event.key === "Delete" || event.key === "Backspace") this.store.ask("reset", { names: this.names(kind, prefix) });
    else return;
    event.preventDefault();
  }
}
