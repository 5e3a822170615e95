// The values that a knob can take, and how its number is said.

import { brief } from "../playground/names.js";

const DIGITS = 9; // 0.1 + 0.2 is to be 0.3

/** Evenly spaced values, both ends among them. */
export const range = (least, most, step) =>
  Array.from({ length: Math.round((most - least) / step) + 1 }, (_, i) => Number((least + i * step).toPrecision(DIGITS)));

const raised = (power) => [...String(power)].map((sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("");

/** Ten to a power, such as 10⁻⁵. */
export const powerOfTen = (power) => (power ? `10${raised(power)}` : "1");

/** A number in words fit for a sentence: 0.00051, 12,300, and powers of ten only beyond a million. */
export function spoken(value) {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-6)) {
    const power = Math.floor(Math.log10(size));
    return `${brief(value / 10 ** power)} · ${powerOfTen(power)}`;
  }
  if (size >= 1000) return Math.round(value).toLocaleString("en").replace("-", "−");
  return size > 0 && size < 0.001 ? Number(value.toPrecision(3)).toFixed(8).replace(/0+$/, "").replace("-", "−") : brief(value);
}

/** A knob that begins at `start`; `say` makes words of its value. */
export const knob = (name, label, values, start, say = spoken) => ({ name, label, values, start, say });

/** The values with which an experiment begins, by the names of its knobs. */
export const startOf = ({ knobs }) => Object.fromEntries(knobs.map(({ name, start }) => [name, start]));

/** Places on an axis, for a curve. */
export const along = (least, most, n = 121) => Array.from({ length: n }, (_, i) => least + ((most - least) * i) / (n - 1));

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const sigmoid = (z) => 1 / (1 + Math.exp(-z));
