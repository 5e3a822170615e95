// What layers of ReLU make of the size of the numbers: each multiplies the mean square by n·v/2.

import { along, knob, powerOfTen, range, spoken } from "../values.js";

const DEEPEST = 50;
const tick = (power) => [power, powerOfTen(power)];

export const experiment = {
  drawn: "A straight line over the number of layers: the mean square of the activations, on an axis in powers of ten.",
  knobs: [
    knob("k", "variance of the weights times n", range(1, 3, 0.05), 1.5),
    knob("layers", "layers", range(1, DEEPEST, 1), 30),
  ],

  /** By what the mean square is multiplied in one layer, and in all of them. */
  result: ({ k, layers }) => ({ each: k / 2, all: (k / 2) ** layers }),

  said({ k, layers }, { each, all }) {
    if (k === 2) return `With the variance 2/n the mean square stays as it is, through ${layers} layers and any number of them.`;
    return `With the variance ${spoken(k)}/n each layer multiplies the mean square by ${spoken(each)}, and ${layers} ${layers === 1 ? "layer does" : "layers do"} by ${spoken(all)}.`;
  },

  figure: ({ layers }, { each, all }) => ({
    x: { from: 0, to: DEEPEST, name: "layers", ticks: [0, 10, 20, 30, 40, 50] },
    y: { from: -16, to: 10, name: "mean square", ticks: [-15, -10, -5, 0, 5, 10].map(tick) },
    parts: [
      { line: along(0, DEEPEST, 2).map((l) => [l, 0]), colour: "muted", thin: true },
      { line: along(0, layers, 2).map((l) => [l, l * Math.log10(each)]) },
      { dots: [[layers, Math.log10(all)]], size: 5 },
    ],
  }),
};
