// Magnitudes of the chain's filters: the cookbook designs under the bilinear transform, as in the chain itself.

const SHELF_Q = Math.SQRT1_2;

// Which filters stand on mid and on side, as in metamaster/chain/layout.py.
export const FILTERS = {
  mid: [
    ["low_shelf", "eq.mid.low_shelf"],
    ["peak", "eq.mid.bell_1"],
    ["peak", "eq.mid.bell_2"],
    ["peak", "eq.mid.bell_3"],
    ["peak", "eq.mid.bell_4"],
    ["high_shelf", "eq.mid.high_shelf"],
  ],
  side: [
    ["high_pass", "eq.side.high_pass"],
    ["peak", "eq.side.bell_1"],
    ["peak", "eq.side.bell_2"],
    ["high_shelf", "eq.side.high_shelf"],
  ],
};

const power = (real, imaginary) => real * real + imaginary * imaginary;

// The magnitude in dB of one filter at a frequency below half the sample rate.
export const filterDb = (kind, prefix, values, hz, sampleRate) => {
  const corner = Math.min(values[`${prefix}.freq_hz`], sampleRate / 2 - 100);
  const half = (Math.PI * hz) / sampleRate;
  const s = Math.sin(half);
  const c = Math.tan((Math.PI * corner) / sampleRate) * Math.cos(half);
  if (kind === "high_pass") return 10 * Math.log10(power(0, s) / power(c, s));
  const gain = values[`${prefix}.gain_db`];
  const a = Math.pow(10, gain / 40);
  if (kind === "peak") {
    const q = values[`${prefix}.q`];
    const even = c * c - s * s;
    return 10 * Math.log10(power(even, (c * s * a) / q) / power(even, (c * s) / (a * q)));
  }
  const slope = (c * s * Math.sqrt(a)) / SHELF_Q;
  const boosted = power(a * c * c - s * s, slope);
  const cut = power(c * c - a * s * s, slope);
  return gain / 2 + 10 * Math.log10(kind === "low_shelf" ? boosted / cut : cut / boosted);
};

// The magnitude in dB of the equaliser on mid or side, at each frequency.
export const equaliserDb = (side, values, frequencies, sampleRate) =>
  frequencies.map((hz) =>
    FILTERS[side].reduce((sum, [kind, prefix]) => sum + filterDb(kind, prefix, values, hz, sampleRate), 0));

// The level out of a compressor without a knee, in dB, for a steady level in.
export const compressedDb = (inDb, thresholdDb, ratio, makeupDb) =>
  (inDb > thresholdDb ? thresholdDb + (inDb - thresholdDb) / ratio : inDb) + makeupDb;

export const logarithmic = (low, high, count) =>
  Array.from({ length: count }, (_, i) => low * Math.pow(high / low, i / (count - 1)));
