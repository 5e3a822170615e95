// From which score on shall a program say yes? 40 examples are of the kind it looks for, 160 are not.

import { Generator } from "../../playground/random.js";
import { percent } from "../../playground/names.js";
import { knob, range, sigmoid, spoken } from "../values.js";

const [WANTED, OTHERS] = [40, 160];
const SEED = 3;
const BINS = 20;

const generator = new Generator(SEED);
const scores = (n, middle) => Array.from({ length: n }, () => sigmoid(middle + 1.3 * generator.normal()));
const wanted = scores(WANTED, 1.2);
const others = scores(OTHERS, -1.4);
const above = (values, from) => values.filter((value) => value >= from).length;

/** Bars of how many scores lie in each bin, upwards or downwards; those that the program passes over are faint. */
const bars = (values, way, from, colour) =>
  Array.from({ length: BINS }, (_, bin) => {
    const [low, high] = [bin / BINS, (bin + 1) / BINS];
    return { bar: [(low + high) / 2, way * (above(values, low) - above(values, high))], wide: 0.8 / BINS, colour, faint: low < from };
  });

export const experiment = {
  drawn: "Bars of the scores from 0 to 1: upwards the examples that are looked for, which have mostly high scores, and downwards the others, which have mostly low ones. A dashed line marks the threshold; bars beyond it are full, the others faint.",
  knobs: [knob("from", "threshold", range(0.05, 0.95, 0.05), 0.5)],

  /** How many get a yes, how many of these rightly, and the two shares. */
  result({ from }) {
    const found = above(wanted, from);
    const said = found + above(others, from);
    return { found, said, precision: found / said, recall: found / WANTED };
  },

  said: ({ from }, { found, said, precision, recall }) =>
    `From ${spoken(from)} on it says yes to ${said} of 200 examples, and rightly to ${found} of them: precision ${percent(precision)}. It finds ${found} of ${WANTED}: recall ${percent(recall)}.`,

  figure: ({ from }) => ({
    x: { from: 0, to: 1, name: "score", ticks: [0, 0.25, 0.5, 0.75, 1] },
    y: { from: -26, to: 12, name: "examples", ticks: [[-20, "20"], [-10, "10"], [0, "0"], [10, "10"]] },
    parts: [
      ...bars(wanted, 1, from, "class1"),
      ...bars(others, -1, from, "class0"),
      { line: [[from, -26], [from, 12]], colour: "ink", dashed: true, thin: true },
      { words: "looked for", at: [0.02, 8], colour: "class1" },
      { words: "the others", at: [0.98, -21], colour: "class0", anchor: "end" },
    ],
  }),
};
