// Meters: loudness, true peak, gain reduction and correlation where one listens, or of the whole file.

import { $, make } from "./dom.js";
import { fixed, level } from "./format.js";

const ROWS = [
  { key: "momentary_lufs", name: "Momentary", unit: "LUFS", low: -42, high: 0 },
  { key: "short_term_lufs", name: "Short-term", unit: "LUFS", low: -42, high: 0 },
  { key: "integrated_lufs", name: "Integrated", unit: "LUFS", low: -42, high: 0, goal: "delivery.loudness_lufs" },
  { key: "true_peak_db", name: "True peak", unit: "dBTP", low: -42, high: 0, goal: "delivery.true_peak_db" },
  { key: "reduction_db", name: "Reduction", unit: "dB", low: 0, high: 12, from: "right" },
  { key: "correlation", name: "Correlation", unit: "", low: -1, high: 1, from: "middle" },
];

const share = (row, value) => Math.min(Math.max((value - row.low) / (row.high - row.low), 0), 1);

export const buildMeters = (store) => {
  const shown = ROWS.map((row) => build(store, row));
  $("meters").replaceChildren(...shown.map((one) => one.element));
  const show = () => {
    const { meters, position } = store.state;
    const where = position === null || position === undefined ? "highest, whole file" : "";
    $("measured").textContent = meters ? [meters.name, where].filter(Boolean).join(" · ") : "analyse or render to measure";
    for (const one of shown) one.show(meters);
  };
  store.on(["meters", "position", "delivery.loudness_lufs", "delivery.true_peak_db"], show);
  show();
};

// What the limiter takes, or the compressor of a band, beside what causes it.
export const reductionMeter = (store, band) => {
  const row = ROWS.find((one) => one.key === "reduction_db");
  const one = build(store, band ? { ...row, key: `${band}_reduction_db` } : row, band ? `Reduction of the ${band} band` : row.name);
  store.on(["meters"], () => one.show(store.state.meters));
  one.show(store.state.meters);
  return one.element;
};

const build = (store, row, label = row.name) => {
  const fill = make("i", { class: `fill ${row.from || "left"}` });
  const goal = row.goal && make("b", { class: "goal", title: store.control(row.goal).about });
  const value = make("output", { class: "figure" });
  const gauge = make("div", { class: "gauge", role: "meter", "aria-label": `${label}${row.unit && `, ${row.unit}`}`,
    "aria-valuemin": row.low, "aria-valuemax": row.high, "data-meter": row.key }, fill, ...(goal ? [goal] : []));
  const element = make("div", { class: "meter" }, make("span", { class: "name" }, row.name), gauge, value,
    make("span", { class: "unit" }, row.unit));
  const show = (meters) => {
    const reading = meters ? meters[row.key] : null;
    gauge.setAttribute("aria-valuenow", reading ?? row.low);
    value.textContent = reading === null ? "–" : row.key === "correlation" ? fixed(reading, 2) : level(reading);
    const at = reading === null ? (row.from === "middle" ? 0.5 : 0) : share(row, reading);
    const [start, length] = row.from === "middle" ? [Math.min(at, 0.5), Math.abs(at - 0.5)]
      : row.from === "right" ? [1 - at, at] : [0, at];
    fill.style.left = `${100 * start}%`;
    fill.style.width = `${100 * length}%`;
    const over = row.key === "true_peak_db" && reading !== null && reading > store.value("delivery.true_peak_db") + 0.05;
    element.classList.toggle("over", over || (row.key === "correlation" && reading < 0));
    if (goal) goal.style.left = `${100 * share(row, store.value(row.goal))}%`;
  };
  return { element, show };
};
