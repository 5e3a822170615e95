// Two losses of one answer, by the probability that it gave to the right class.

import { percent } from "../../playground/names.js";
import { along, knob, range, spoken } from "../values.js";

const CURVE = along(0.005, 1, 200);

export const experiment = {
  drawn: "Two curves over the probability of the right class. Cross-entropy, solid, climbs without limit where the probability goes to 0. The squared error, dashed, stops at 1. Both end at 0 where the probability is 1.",
  knobs: [knob("p", "probability of the right class", [0.005, 0.01, 0.02, 0.03, ...range(0.05, 0.95, 0.05), 0.97, 0.99, 1], 0.2, (p) => `${spoken(100 * p)} %`)],

  /** Cross-entropy, in nats, and the squared error. */
  result: ({ p }) => ({ surprise: -Math.log(p) + 0, square: (1 - p) ** 2 }),

  said: ({ p }, { surprise, square }) => `Where the right class got ${p < 0.01 ? "0.5 %" : percent(p)}, cross-entropy is ${spoken(surprise)} and the squared error ${spoken(square)}.`,

  figure: ({ p }, { surprise, square }) => ({
    x: { from: 0, to: 1.02, name: "probability of the right class", ticks: [0, 0.25, 0.5, 0.75, 1] },
    y: { from: -0.15, to: 5.6, name: "loss", ticks: [0, 1, 2, 3, 4, 5] },
    key: [{ words: "cross-entropy" }, { words: "squared error", colour: "class0", dashed: true }],
    parts: [
      { line: CURVE.map((x) => [x, (1 - x) ** 2]), colour: "class0", dashed: true },
      { line: CURVE.map((x) => [x, -Math.log(x)]) },
      { dots: [[p, square]], size: 5, shape: "triangle", colour: "class0" },
      { dots: [[p, surprise]], size: 5 },
    ],
  }),
};
