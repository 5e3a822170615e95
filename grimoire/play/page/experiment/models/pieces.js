// A network of n hidden ReLU neurons that joins the values of a curve by straight lines.

import { along, knob, range, spoken } from "../values.js";

const curve = (x) => Math.sin(3 * x) + 0.4 * Math.cos(9 * x);
const GRID = along(-1, 1, 801);

/** The network's answer at x: its value at −1, and for each neuron the change of slope times relu(x − bend). */
function answers(n) {
  const bends = along(-1, 1, n + 1);
  const slopes = bends.slice(1).map((t, i) => (curve(t) - curve(bends[i])) / (t - bends[i]));
  const weights = slopes.map((slope, i) => slope - (slopes[i - 1] ?? 0));
  return (x) => weights.reduce((total, weight, i) => total + weight * Math.max(0, x - bends[i]), curve(-1));
}

export const experiment = {
  drawn: "A wavy curve, dashed, and on it the answer of a network: straight pieces that meet the curve at their ends.",
  knobs: [knob("n", "hidden neurons", range(1, 50, 1), 6)],

  /** The network's answers, and how far they are from the curve at most. */
  result({ n }) {
    const answer = answers(n);
    const drawn = GRID.map((x) => [x, answer(x)]);
    return { drawn, error: Math.max(...drawn.map(([x, y]) => Math.abs(y - curve(x)))) };
  },

  said: ({ n }, { error }) => `With ${n} hidden ${n === 1 ? "neuron" : "neurons"} the network is off by ${spoken(error)} at most.`,

  figure: (_, { drawn }) => ({
    x: { from: -1, to: 1, name: "input", ticks: [-1, -0.5, 0, 0.5, 1] },
    y: { from: -1.8, to: 1.8, name: "output", ticks: [-1, 0, 1] },
    key: [{ words: "network" }, { words: "curve", colour: "ink", dashed: true }],
    parts: [{ line: GRID.map((x) => [x, curve(x)]), colour: "ink", dashed: true, thin: true }, { line: drawn }],
  }),
};
