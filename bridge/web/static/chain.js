// The chain, stage after stage in the order in which the sound passes them.

import { $, make } from "./dom.js";
import { compressorCurve, saturationCurve } from "./curves.js";
import { Equaliser } from "./eq.js";
import { Knob } from "./knob.js";
import { reductionMeter } from "./meters.js";

const BANDS = ["low", "mid", "high"];
const WORDS = {
  freq_hz: "Freq", gain_db: "Gain", q: "Q", threshold_db: "Threshold", ratio: "Ratio", attack_ms: "Attack",
  release_ms: "Release", makeup_db: "Make-up", drive_db: "Drive", blend: "Blend", ceiling_db: "Ceiling",
  low_width_db: "Low", mid_width_db: "Mid", high_width_db: "High", mono_below_hz: "Mono",
  low_crossover_hz: "Low | mid", high_crossover_hz: "Mid | high", loudness_lufs: "Loudness", true_peak_db: "True peak",
};
const TITLES = { trim: "Trim", eq: "Equaliser", multiband: "Multiband", saturation: "Saturation", image: "Image", limiter: "Limiter" };

export const word = (name) => {
  const last = name.split(".").at(-1);
  return WORDS[last] || last.replaceAll("_", " ");
};

export const buildChain = (store) => {
  const names = [...store.registry.values()].filter((control) => control.stage).map((control) => control.name);
  const stages = [...new Set(names.map((name) => store.control(name).stage))];
  const build = { eq, multiband, saturation, limiter };
  $("chain").replaceChildren(
    // The trim has one knob, which stands at the head of the equaliser.
    ...stages.filter((stage) => stage !== "trim").map((stage) => {
      const own = names.filter((name) => store.control(name).stage === stage);
      return card(store, stage, TITLES[stage] || stage, own, (build[stage] || plain)(store, own));
    }),
    delivery(store));
};

const card = (store, stage, title, names, parts) => {
  const reset = make("button", { class: "plain reset", "aria-label": `Reset ${title}`,
    onclick: () => store.ask("reset", { names }) }, "Reset");
  const show = () => { reset.hidden = names.every((name) => store.value(name) === store.control(name).default); };
  store.on(names, show);
  show();
  return make("section", { class: `card stage ${stage}`, "aria-labelledby": `stage-${stage}` },
    make("div", { class: "head" }, make("h2", { id: `stage-${stage}` }, title), ...parts.head || [], reset), ...parts.body);
};

const knobs = (store, names, label = word) =>
  make("div", { class: "knobs" }, ...names.map((name) => new Knob(store, name, label(name)).element));

const plain = (store, names) => ({ body: [knobs(store, names)] });

const saturation = (store, names) => ({
  body: [make("div", { class: "beside" }, saturationCurve(store), knobs(store, names))],
});

const limiter = (store, names) => ({
  body: [knobs(store, names), reductionMeter(store)],
});

const multiband = (store, names) => ({
  body: [
    make("div", { class: "bands" }, ...BANDS.map((band) =>
      make("div", { class: "band", role: "group", "aria-label": `${band} band` },
        make("h3", {}, band),
        make("div", { class: "beside" }, compressorCurve(store, band),
          knobs(store, names.filter((name) => name.startsWith(`multiband.${band}.`)))), reductionMeter(store, band))),
    make("div", { class: "band crossovers", role: "group", "aria-label": "Crossovers" },
      make("h3", {}, "crossovers"), knobs(store, names.filter((name) => name.endsWith("crossover_hz"))))),
  ],
});

const eq = (store, names) => {
  const equaliser = new Equaliser(store);
  const rows = Object.fromEntries(["mid", "side"].map((side) => [side, row(store, side, names)]));
  const tabs = ["mid", "side"].map((side) =>
    make("button", { class: `tab ${side}`, role: "tab", id: `tab-${side}`, "aria-controls": `row-${side}`, "aria-selected": String(side === "mid"),
      tabindex: side === "mid" ? "0" : "-1", onclick: () => choose(side),
      onkeydown: (event) => {
        if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
        const other = side === "mid" ? "side" : "mid";
        choose(other);
        $(`tab-${other}`).focus();
      } }, side === "mid" ? "Mid" : "Side"));
  const choose = (chosen) => {
    equaliser.choose(chosen);
    tabs.forEach((tab) => {
      const on = tab.id === `tab-${chosen}`;
      tab.setAttribute("aria-selected", on);
      tab.tabIndex = on ? 0 : -1;
    });
    for (const side of ["mid", "side"]) rows[side].hidden = side !== chosen;
  };
  rows.side.hidden = true;
  return { head: [make("div", { class: "tabs", role: "tablist", "aria-label": "Mid or side" }, ...tabs)],
    body: [equaliser.element, make("div", { class: "rows" }, trim(store), rows.mid, rows.side)] };
};

const trim = (store) => make("div", { class: "filter", role: "group", "aria-label": TITLES.trim },
  make("h3", {}, TITLES.trim), knobs(store, [...store.registry.keys()].filter((name) => name.startsWith("trim."))));

const row = (store, side, names) => {
  const prefixes = [...new Set(names.filter((name) => name.startsWith(`eq.${side}.`)).map((name) => name.split(".").slice(0, 3).join(".")))];
  return make("div", { class: "filters", id: `row-${side}`, role: "tabpanel", "aria-labelledby": `tab-${side}` },
    ...prefixes.map((prefix) => {
      const own = names.filter((name) => name.startsWith(`${prefix}.`));
      const title = prefix.split(".").at(-1).replaceAll("_", " ");
      return make("div", { class: "filter", role: "group", "aria-label": `${side} ${title}` }, make("h3", {}, title), knobs(store, own));
    }));
};

const delivery = (store) => {
  const bits = store.control("delivery.bits");
  const choice = make("select", { id: "bits", "aria-label": bits.about,
    onchange: (event) => store.set("delivery.bits", Number(event.target.value)) },
    ...bits.choices.map((name, index) => make("option", { value: index }, `${name} bit`)));
  const follow = make("input", { type: "checkbox", id: "from-reference",
    onchange: (event) => store.set("delivery.from_reference", event.target.checked ? 1 : 0) });
  const show = () => {
    choice.value = String(store.value("delivery.bits"));
    follow.checked = Boolean(store.value("delivery.from_reference"));
  };
  store.on(["delivery.bits", "delivery.from_reference"], show);
  show();
  const names = ["delivery.loudness_lufs", "delivery.true_peak_db"];
  return card(store, "delivery", "Delivery", names, { body: [knobs(store, names),
    make("div", { class: "options" }, choice, make("label", { class: "match", title: store.control("delivery.from_reference").about }, follow, " loudness of the references"))] });
};
