// Softmax of logits that were divided by a temperature.

import { percent } from "../../playground/names.js";
import { knob, spoken, sum } from "../values.js";

const LOGITS = [-1.5, -2, 0.4, 1.1, 3, -0.6, -2.2, 1.4, 0.8, 2.5];
const VALUES = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.4, 2, 3, 5, 7, 10, 20];

export const experiment = {
  drawn: "Ten bars: the probabilities that a network gives the digits 0 to 9 for one picture.",
  knobs: [knob("t", "temperature T", VALUES, 1)],

  /** The probabilities. */
  result({ t }) {
    const largest = Math.max(...LOGITS);
    const powers = LOGITS.map((logit) => Math.exp((logit - largest) / t));
    return { chances: powers.map((power) => power / sum(powers)) };
  },

  said({ t }, { chances }) {
    const [first, second] = chances.map((chance, digit) => ({ chance, digit })).sort((a, b) => b.chance - a.chance);
    return `With T = ${spoken(t)} the answer is ${first.digit} with ${percent(first.chance)}, before ${second.digit} with ${percent(second.chance)}. The order of the digits stays, whatever T is.`;
  },

  figure: (_, { chances }) => ({
    x: { from: -0.7, to: 9.7, name: "digit", ticks: chances.map((_, digit) => digit) },
    y: { from: 0, to: 1, name: "probability", ticks: [[0, "0"], [0.5, "50 %"], [1, "100 %"]] },
    parts: chances.map((chance, digit) => ({ bar: [digit, chance], wide: 0.7, colour: chance === Math.max(...chances) ? "train" : "positive" })),
  }),
};
