// What the dynamics do, as curves of level out against level in.

import { draw } from "./dom.js";
import { compressedDb } from "./response.js";

const SIZE = 92;
const PAD = 4;

const frame = (low, high) => {
  const at = (db) => PAD + ((db - low) / (high - low)) * (SIZE - 2 * PAD);
  return { x: at, y: (db) => SIZE - at(db) };
};

const picture = (label, ...parts) =>
  draw("svg", { class: "transfer", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img", "aria-label": label }, ...parts);

const line = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

// A compressor without a knee.
export const compressorCurve = (store, band) => {
  const [low, high] = [-60, 0];
  const { x, y } = frame(low, high);
  const curve = draw("path", { class: "curve mid" });
  const threshold = draw("path", { class: "mark" });
  const names = ["threshold_db", "ratio", "makeup_db"].map((name) => `multiband.${band}.${name}`);
  const clip = (db) => Math.min(Math.max(db, low), high);
  store.on(names, show);
  show();
  return picture(`Compression curve of the ${band} band`,
    draw("rect", { class: "plot", x: PAD, y: PAD, width: SIZE - 2 * PAD, height: SIZE - 2 * PAD }),
    draw("path", { class: "equal", d: line([[x(low), y(low)], [x(high), y(high)]]) }), threshold, curve);

  function show() {
    const [thresholdDb, ratio, makeupDb] = names.map((name) => store.value(name));
    const levels = [low, thresholdDb, high];
    curve.setAttribute("d", line(levels.map((db) => [x(db), y(clip(compressedDb(db, thresholdDb, ratio, makeupDb)))])));
    threshold.setAttribute("d", `M${x(thresholdDb)} ${y(low)}V${y(high)}`);
  }
};

// tanh with unity gain for quiet sound, blended with what came in.
export const saturationCurve = (store) => {
  const { x, y } = frame(-1, 1);
  const curve = draw("path", { class: "curve mid" });
  store.on(["saturation.drive_db", "saturation.blend"], show);
  show();
  return picture("Saturation curve",
    draw("rect", { class: "plot", x: PAD, y: PAD, width: SIZE - 2 * PAD, height: SIZE - 2 * PAD }),
    draw("path", { class: "equal", d: line([[x(-1), y(-1)], [x(1), y(1)]]) }), curve);

  function show() {
    const gain = Math.pow(10, store.value("saturation.drive_db") / 20);
    const blend = store.value("saturation.blend");
    const levels = Array.from({ length: 41 }, (_, i) => -1 + i / 20);
    curve.setAttribute("d", line(levels.map((v) => [x(v), y((1 - blend) * v + (blend * Math.tanh(gain * v)) / gain)])));
  }
};
