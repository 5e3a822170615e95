// The slope that a batch reports: the mean over some of 600 examples, each with a slope of its own.

import { Generator } from "../../playground/random.js";
import { along, knob, spoken, sum } from "../values.js";

const EXAMPLES = 600;
const BATCHES = 60;
const SEED = 5;
const HIGHEST = 4;

const mean = (values) => sum(values) / values.length;
const slopesFrom = (generator) => Float64Array.from({ length: EXAMPLES }, () => 1 + 1.5 * generator.normal());

export const experiment = {
  drawn: "Sixty dots, one for each batch: the slope that the batch reports. A line marks the slope of all examples together.",
  knobs: [knob("size", "examples in a batch", [1, 2, 4, 8, 16, 32, 64, 128, 256, 600], 8)],

  /** The slope of all examples, that of each batch, and how many point the wrong way. */
  result({ size }) {
    const generator = new Generator(SEED);
    const slopes = slopesFrom(generator);
    const batches = Array.from({ length: BATCHES }, () => {
      const order = generator.shuffle(Int32Array.from(slopes, (_, i) => i));
      return mean(Array.from(order.subarray(0, size), (i) => slopes[i]));
    });
    const all = mean(slopes);
    return { all, batches, uphill: batches.filter((slope) => slope * all < 0).length, spread: Math.sqrt(mean(batches.map((slope) => (slope - all) ** 2))) };
  },

  said({ size }, { all, uphill, spread }) {
    if (size === EXAMPLES) return `A batch of all ${EXAMPLES} examples reports ${spoken(all)}, the true slope, each time.`;
    const wrong = uphill ? `${uphill} of ${BATCHES} batches point the wrong way` : "none of them points the wrong way";
    return `Batches of ${size} report the true slope, ${spoken(all)}, give or take ${spoken(spread)}; ${wrong}.`;
  },

  figure: (_, { all, batches }) => ({
    x: { from: 0, to: BATCHES + 1, name: "batch", ticks: [1, 20, 40, 60] },
    y: { from: -HIGHEST + 1, to: HIGHEST + 1.5, name: "slope", ticks: [-2, 0, 2, 4] },
    key: [{ words: "all examples", colour: "test", dashed: true }],
    parts: [
      { line: along(0, BATCHES + 1, 2).map((x) => [x, all]), colour: "test", dashed: true, thin: true },
      { dots: batches.map((slope, i) => [i + 1, slope]).filter(([, slope]) => slope * all >= 0), size: 3.5 },
      { dots: batches.map((slope, i) => [i + 1, slope]).filter(([, slope]) => slope * all < 0), size: 4, shape: "triangle", colour: "negative" },
    ],
  }),
};
