// Average spectra of mix, master and references at equal loudness: what differs is tone, not level.

import { $, colour, make, sharp } from "./dom.js";
import { fixed } from "./format.js";

const LOW_HZ = 20;
const HIGH_HZ = 20000;
const RANGE_DB = 54;
const STYLES = { mix: [[4, 3], 1.4], master: [[], 2], reference: [[10, 3], 1.4] };
const PAD = { left: 34, right: 10, top: 6, bottom: 18 };

export const buildSpectra = (store) => {
  const canvas = $("spectra");

  const curves = () => {
    const { mix, references, masters, studies, controls } = store.state;
    const slot = controls.ab ? "B" : "A";
    const wanted = [];
    references.forEach((one) => wanted.push(["reference", one.name, one.path]));
    if (mix) wanted.push(["mix", "Mix", mix.path]);
    if (masters[slot]) wanted.push(["master", `Master ${slot}`, masters[slot].path]);
    return wanted.filter(([, , path]) => studies[path] && studies[path].spectrum_hz.length)
      .map(([kind, name, path]) => {
        const study = studies[path];
        // In dB below the integrated loudness.
        return { kind, name, hz: study.spectrum_hz, db: study.spectrum_db.map((db) => db - study.integrated_lufs) };
      });
  };

  const show = () => {
    const { context, width, height } = sharp(canvas);
    const found = curves();
    const [right, bottom] = [width - PAD.right, height - PAD.bottom];
    const x = (hz) => PAD.left + (Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ)) * (right - PAD.left);
    const top = found.length ? Math.ceil(Math.max(...found.flatMap((one) => one.db)) / 6) * 6 + 3 : 0;
    const y = (db) => PAD.top + ((top - db) / RANGE_DB) * (bottom - PAD.top);
    context.strokeStyle = colour("grid");
    context.fillStyle = colour("soft");
    context.lineWidth = 1;
    for (const hz of width < 420 ? [100, 1000, 10000] : [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]) {
      context.beginPath();
      context.moveTo(x(hz), PAD.top);
      context.lineTo(x(hz), bottom);
      context.stroke();
      context.textAlign = "center";
      if (hz < HIGH_HZ) context.fillText(hz >= 1000 ? `${hz / 1000} kHz` : hz, x(hz), bottom + 13);
    }
    context.textAlign = "right";
    for (let db = Math.floor(top / 12) * 12; db > top - RANGE_DB; db -= 12) {
      context.beginPath();
      context.moveTo(PAD.left, y(db));
      context.lineTo(right, y(db));
      context.stroke();
      if (found.length) context.fillText(fixed(db, 0), PAD.left - 6, y(db) + 4);
    }
    context.save();
    context.beginPath();
    context.rect(PAD.left, PAD.top, right - PAD.left, bottom - PAD.top);
    context.clip();
    for (const one of found) {
      const [dash, thick] = STYLES[one.kind];
      context.strokeStyle = colour(one.kind);
      context.setLineDash(dash);
      context.lineWidth = thick;
      context.lineJoin = "round";
      context.beginPath();
      one.hz.forEach((hz, i) => (i ? context.lineTo(x(hz), y(one.db[i])) : context.moveTo(x(hz), y(one.db[i]))));
      context.stroke();
    }
    context.restore();
    context.setLineDash([]);
    if (!found.length) {
      context.textAlign = "center";
      context.fillText("Analyse shows the mix and its references here, a render the master.", width / 2, height / 2);
    }
    $("spectra-legend").replaceChildren(...found.map((one) => make("li", { class: one.kind }, make("i"), one.name)));
  };

  store.on(["studies", "mix", "references", "masters", "ab", "theme"], show);
  new ResizeObserver(show).observe(canvas);
};
