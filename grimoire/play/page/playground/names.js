// What the parts of a network are called.

import { FEATURES } from "./features.js";

/** Unit i of layer l, in words: "x1", "unit 3 of layer 2", "the output". */
export function nameOf({ settings, network }, l, i) {
  const last = network.sizes.length - 1;
  if (l === 0) return FEATURES[settings.features[i]].say;
  if (l === last) return network.sizes[last] > 1 ? `the output for class ${i}` : "the output";
  return `unit ${i + 1} of layer ${l}`;
}

/** The hidden layers of so many units each. */
export const hiddenLayers = (sizes) => {
  if (!sizes.length) return "no hidden layer";
  return `${sizes.length > 1 ? "hidden layers" : "a hidden layer"} of ${sizes.join(", ")} units`;
};

/** A number with three digits that count. */
export const brief = (value) => (Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.001) ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replace("-", "−");

export const percent = (share) => `${Math.round(share * 100)} %`;
