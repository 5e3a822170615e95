// What a neuron gets from 64 neurons that all answer 1, each with the weight 1/64, under dropout.

import { Generator } from "../../playground/random.js";
import { along, knob, range, spoken, sum } from "../values.js";

const NEURONS = 64;
const MASKS = 60;
const SEED = 6;
const HIGHEST = 3;

export const experiment = {
  drawn: "Sixty dots, one for each mask: what the next neuron gets. A line marks 1, what it gets without dropout; two dashed lines mark the usual spread.",
  knobs: [knob("p", "rate p of dropout", range(0, 0.95, 0.05), 0.5)],

  /** How many neurons stay under each mask, what then arrives, and its standard deviation over all masks. */
  result({ p }) {
    const generator = new Generator(SEED);
    const kept = Array.from({ length: MASKS }, () => sum(Array.from({ length: NEURONS }, () => Number(generator.random() >= p))));
    return { kept, arrives: kept.map((count) => count / (NEURONS * (1 - p))), spread: Math.sqrt(p / ((1 - p) * NEURONS)) };
  },

  said({ p }, { kept, arrives, spread }) {
    if (p === 0) return "Without dropout all 64 neurons stay, and the next neuron always gets 1.";
    return `With p = ${spoken(p)}, between ${Math.min(...kept)} and ${Math.max(...kept)} of 64 neurons stay, and each counts ${spoken(1 / (1 - p))} times. The next neuron gets from ${spoken(Math.min(...arrives))} to ${spoken(Math.max(...arrives))}: 1 on average, with a standard deviation of ${spoken(spread)}.`;
  },

  figure: (_, { arrives, spread }) => ({
    x: { from: 0, to: MASKS + 1, name: "mask", ticks: [1, 20, 40, 60] },
    y: { from: 0, to: HIGHEST, name: "what arrives", ticks: [0, 1, 2, 3] },
    key: [{ words: "standard deviation", colour: "test", dashed: true }],
    parts: [
      { line: along(0, MASKS + 1, 2).map((x) => [x, 1]), colour: "muted", thin: true },
      ...[1 - spread, 1 + spread].map((y) => ({ line: along(0, MASKS + 1, 2).map((x) => [x, y]), colour: "test", dashed: true, thin: true })),
      { dots: arrives.map((y, i) => [i + 1, y]), size: 3.5 },
    ],
  }),
};
