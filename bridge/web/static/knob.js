// A knob: dragged, turned by the wheel or the keyboard, reset by a double click, or typed into.

import { draw, make } from "./dom.js";
import { typed, written } from "./format.js";
import { fromNorm, toNorm, within } from "./scale.js";

const SWEEP = 270;
const DRAG_PIXELS = 180;
const FINE = 0.1;
const WHEEL_STEP = 0.01;
const LET_GO_MS = 400;
const RADIUS = 17;
const SCROLL_MS = 300;

let scrolledAt = -SCROLL_MS;
addEventListener("scroll", () => { scrolledAt = performance.now(); }, { passive: true });

const point = (norm, radius) => {
  const angle = ((norm * SWEEP - SWEEP / 2 - 90) * Math.PI) / 180;
  return `${(22 + radius * Math.cos(angle)).toFixed(2)} ${(22 + radius * Math.sin(angle)).toFixed(2)}`;
};

const arc = (from, to) => {
  const [a, b] = from < to ? [from, to] : [to, from];
  return `M${point(a, RADIUS)}A${RADIUS} ${RADIUS} 0 ${(b - a) * SWEEP > 180 ? 1 : 0} 1 ${point(b, RADIUS)}`;
};

export class Knob {
  constructor(store, name, label) {
    this.store = store;
    this.name = name;
    this.control = store.control(name);
    this.origin = toNorm(this.control, within(this.control, this.control.low < 0 && this.control.high > 0 ? 0 : this.control.low));
    this.build(label);
    this.listen();
    store.on([name], () => this.show());
    this.show();
  }

  build(label) {
    this.fill = draw("path", { class: "fill" });
    this.hand = draw("path", { class: "hand" });
    const dial = draw("svg", { viewBox: "0 0 44 44", "aria-hidden": "true" },
      draw("path", { class: "rail", d: arc(0, 1) }), this.fill, this.hand);
    const { low, high, about } = this.control;
    this.face = make("div", { class: "dial", role: "slider", tabindex: "0", "aria-label": `${label}: ${about}`,
      "aria-valuemin": low, "aria-valuemax": high, "data-name": this.name }, dial);
    this.entry = make("input", { class: "value", type: "text", "aria-label": `${label}, typed`, tabindex: "-1",
      autocomplete: "off", spellcheck: "false", "data-entry": this.name });
    this.element = make("div", { class: "knob", title: about }, make("span", { class: "name" }, label), this.face, this.entry);
  }

  get norm() { return toNorm(this.control, this.store.value(this.name)); }

  show() {
    const value = this.store.value(this.name);
    const norm = this.norm;
    this.fill.setAttribute("d", Math.abs(norm - this.origin) > 1e-4 ? arc(this.origin, norm) : "");
    this.hand.setAttribute("d", `M${point(norm, 7)}L${point(norm, 12.5)}`);
    const text = written(this.control, value);
    this.face.setAttribute("aria-valuenow", value);
    this.face.setAttribute("aria-valuetext", text);
    this.element.classList.toggle("moved", value !== this.control.default);
    if (document.activeElement !== this.entry) this.entry.value = text;
  }

  turn(norm) {
    const value = fromNorm(this.control, norm);
    if (value !== this.store.value(this.name)) this.store.set(this.name, value);
  }

  // A movement that has no end of its own ends when nothing comes for a while.
  nudge(step) {
    if (!this.resting) this.store.begin(this.name);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => { this.resting = 0; this.store.end(this.name); }, LET_GO_MS);
    this.turn(this.norm + step);
  }

  reset() {
    if (this.store.value(this.name) !== this.control.default) this.store.set(this.name, this.control.default);
  }

  listen() {
    const { face, entry } = this;
    face.addEventListener("pointerdown", (event) => this.grab(event));
    face.addEventListener("dblclick", () => this.reset());
    face.addEventListener("wheel", (event) => {
      // A page that scrolls past under the pointer turns nothing.
      if (performance.now() - scrolledAt < SCROLL_MS) return;
      event.preventDefault();
      this.nudge(-Math.sign(event.deltaY) * WHEEL_STEP * (event.shiftKey ? FINE : 1));
    }, { passive: false });
    face.addEventListener("keydown", (event) => this.key(event));
    entry.addEventListener("focus", () => entry.select());
    entry.addEventListener("change", () => this.enter(typed(this.control, entry.value)));
    entry.addEventListener("blur", () => this.show());
    entry.addEventListener("keydown", (event) => {
      if (event.key === "Enter") face.focus();
      if (event.key === "Escape") { entry.value = written(this.control, this.store.value(this.name)); face.focus(); }
    });
  }

  // What is no number is not held: the bridge understands it and tells, or says why not.
  enter(value) {
    if (typeof value === "number") this.store.set(this.name, within(this.control, value));
    else if (value) this.store.ask("set", { name: this.name, value });
  }

  grab(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.face.focus({ preventScroll: true });
    this.face.setPointerCapture(event.pointerId);
    let norm = this.norm;
    let last = event.clientY;
    let begun = false;
    const move = (moved) => {
      if (!begun) { this.store.begin(this.name); begun = true; this.element.classList.add("held"); }
      norm = Math.min(Math.max(norm + ((last - moved.clientY) / DRAG_PIXELS) * (moved.shiftKey ? FINE : 1), 0), 1);
      last = moved.clientY;
      this.turn(norm);
    };
    const release = () => {
      this.face.removeEventListener("pointermove", move);
      this.element.classList.remove("held");
      if (begun) this.store.end(this.name);
    };
    this.face.addEventListener("pointermove", move);
    this.face.addEventListener("lostpointercapture", release, { once: true });
  }

  key(event) {
    const fine = event.shiftKey ? FINE : 1;
    const steps = { ArrowUp: 0.01, ArrowRight: 0.01, ArrowDown: -0.01, ArrowLeft: -0.01, PageUp: 0.1, PageDown: -0.1 };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) this.nudge(steps[event.key] * fine);
    else if (event.key === "Home") this.turn(0);
    else if (event.key === "End") this.turn(1);
    else if (event.key === "Delete" || event.key === "Backspace") this.reset();
    else if (event.key === "Enter") this.entry.focus();
    else if (/^[-+.\d]$/.test(event.key)) { this.entry.focus(); this.entry.value = event.key; this.entry.setSelectionRange(1, 1); }
    else return;
    event.preventDefault();
  }
}
