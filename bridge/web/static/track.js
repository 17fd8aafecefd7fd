// Loudness over the song and what the limiter took, with the place where one listens.

import { $, colour, sharp } from "./dom.js";
import { clock, fixed } from "./format.js";

const LOW_LUFS = -36;
const HIGH_LUFS = -3;
const DEEPEST_DB = 12;
const STEP_S = 5;
const LEFT = 30;

export const buildTrack = (store, seek) => {
  const canvas = $("track");
  const duration = () => (store.state.track ? store.state.track.peak_db.length * store.state.track.step_s : 0);

  const show = () => {
    const { context, width, height } = sharp(canvas);
    const { track, position } = store.state;
    const length = duration();
    canvas.setAttribute("aria-valuemax", length.toFixed(0));
    canvas.setAttribute("aria-valuenow", (position ?? 0).toFixed(1));
    canvas.setAttribute("aria-valuetext", position === null || position === undefined ? "nowhere" : clock(position));
    const y = (lufs) => height - 3 - ((Math.max(lufs, LOW_LUFS) - LOW_LUFS) / (HIGH_LUFS - LOW_LUFS)) * (height - 6);
    context.strokeStyle = colour("grid");
    context.fillStyle = colour("soft");
    context.textAlign = "right";
    for (const lufs of [-30, -20, -10]) {
      context.beginPath();
      context.moveTo(LEFT, y(lufs));
      context.lineTo(width, y(lufs));
      context.stroke();
      context.fillText(fixed(lufs, 0), LEFT - 6, y(lufs) + 4);
    }
    if (!track) return;
    const across = width - LEFT;
    const x = (index) => LEFT + (index / track.peak_db.length) * across;
    context.fillStyle = colour("fill");
    context.beginPath();
    context.moveTo(LEFT, 0);
    track.reduction_db.forEach((db, i) => context.lineTo(LEFT + (i / track.reduction_db.length) * across, (Math.min(db, DEEPEST_DB) / DEEPEST_DB) * height));
    context.lineTo(width, 0);
    context.fill();
    context.strokeStyle = colour("master");
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.beginPath();
    // A window of 3 s counts at its middle.
    const shift = 1.5 / track.step_s;
    track.short_term_lufs.forEach((lufs, i) => (i ? context.lineTo(x(i + shift), y(lufs)) : context.moveTo(x(shift), y(lufs))));
    context.stroke();
    if (position !== null && position !== undefined && length) {
      context.fillStyle = colour("ink");
      context.fillRect(LEFT + (position / length) * across - 0.75, 0, 1.5, height);
    }
  };

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left - LEFT) / (box.width - LEFT), 0), 1) * duration();
  };
  canvas.addEventListener("pointerdown", (event) => { if (duration()) { canvas.setPointerCapture(event.pointerId); seek(at(event)); } });
  canvas.addEventListener("pointermove", (event) => { if (canvas.hasPointerCapture(event.pointerId)) seek(at(event)); });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S }[event.key];
    if (event.key === "Escape") seek(null);
    else if (step && duration()) seek(Math.min(Math.max((store.state.position ?? 0) + step, 0), duration()));
    else return;
    event.preventDefault();
  });
  store.on(["track", "position", "theme"], show);
  new ResizeObserver(show).observe(canvas);
};
