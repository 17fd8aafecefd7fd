// A control's value as a position from 0 to 1 and back; the same as bridge/session/scale.py.

const digits = (value) => Number(value.toPrecision(7));

export const toNorm = (control, value) =>
  control.scale === "log"
    ? Math.log(value / control.low) / Math.log(control.high / control.low)
    : (value - control.low) / (control.high - control.low);

export const fromNorm = (control, norm) => {
  const at = Math.min(Math.max(norm, 0), 1);
  const value = control.scale === "log"
    ? control.low * Math.pow(control.high / control.low, at)
    : control.low + (control.high - control.low) * at;
  return within(control, digits(value));
};

export const within = (control, value) => Math.min(Math.max(value, control.low), control.high);
