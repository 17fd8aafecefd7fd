// Numbers as an engineer writes them: a true minus, few digits, the unit beside.

export const MINUS = "\u2212";
const SILENT = -199;

export const fixed = (value, places = 1) => {
  const text = value.toFixed(places);
  return Number(text) === 0 ? (0).toFixed(places) : text.replace("-", MINUS);
};

export const signed = (value, places = 1) => `${Number(value.toFixed(places)) > 0 ? "+" : ""}${fixed(value, places)}`;

export const withMinus = (sentence) => sentence.replace(/(^|[\s(])-(?=\d)/g, `$1${MINUS}`);

export const level = (value, places = 1) => (value === null || value === undefined || value <= SILENT ? `${MINUS}∞` : fixed(value, places));

export const hertz = (value) => {
  if (value >= 10000) return `${(value / 1000).toFixed(1)} kHz`;
  return value >= 1000 ? `${(value / 1000).toFixed(2)} kHz` : `${value.toFixed(value < 100 ? 1 : 0)} Hz`;
};

export const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

// A control's value: what a person reads, and what is read out.
export const written = (control, value) => {
  if (control.kind === "toggle") return value ? "on" : "off";
  if (control.kind === "choice") return control.choices[value];
  if (control.kind === "text") return value;
  switch (control.unit) {
    case "Hz": return hertz(value);
    case "ms": return value >= 100 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`;
    case ":1": return `${value.toFixed(2)}:1`;
    case "": return control.high === 1 ? `${Math.round(value * 100)} %` : value.toFixed(2);
    default: return `${control.low < 0 && control.high > 0 ? signed(value) : fixed(value)} ${control.unit}`;
  }
};

// What somebody typed, as a number of the control's unit or as text for the bridge to judge.
export const typed = (control, text) => {
  const plain = text.trim().replace(MINUS, "-").replace(",", ".");
  const found = /^([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(k?)\s*(hz|%|:1|ms|s|db|dbtp|lufs)?$/i.exec(plain);
  if (!found || control.kind !== "number") return plain;
  let value = Number(found[1]);
  const unit = (found[3] || "").toLowerCase();
  if (found[2]) value *= 1000;
  if (unit === "s" && control.unit === "ms") value *= 1000;
  if (unit === "%" || (control.unit === "" && control.high === 1 && value > 1)) value /= 100;
  return Number.isFinite(value) ? value : plain;
};
