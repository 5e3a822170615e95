// A leaky ReLU, and a network of one hidden layer with it.

import { along, knob, range, spoken, sum } from "../values.js";

const X = 3;
/** Weight, bias and outgoing weight of each neuron. */
const HIDDEN = [
  { w: 1.5, b: 1.5, v: 1 },
  { w: 1, b: -0.5, v: -1.6 },
  { w: -1, b: 1.5, v: 0.6 },
];

export const experiment = {
  drawn: "Two curves over the input. The dashed one is the leaky ReLU, with a corner at 0. The solid one is the answer of a network with three such neurons, which bends at three places.",
  knobs: [knob("leak", "slope on the left, α", range(0, 1, 0.05), 0.1)],

  /** The leaky ReLU, and what the network answers. */
  result({ leak }) {
    const g = (z) => (z > 0 ? z : leak * z);
    const answer = (x) => sum(HIDDEN.map(({ w, b, v }) => v * g(w * x + b)));
    return { shape: along(-X, X).map((x) => [x, g(x)]), answers: along(-X, X, 241).map((x) => [x, answer(x)]) };
  },

  said({ leak }) {
    if (leak === 0) return "With α = 0 this is ReLU, and the network bends as strongly as it can.";
    if (leak === 1) return "With α = 1 the function is a straight line, and so is the network: three neurons do no more than one.";
    return `With α = ${spoken(leak)} the slope changes at 0 by ${spoken(1 - leak)}, and so every bend of the network has ${spoken(100 * (1 - leak))} % of the strength that ReLU gives it.`;
  },

  figure: (_, { shape, answers }) => ({
    x: { from: -X, to: X, name: "input", ticks: [-3, -2, -1, 0, 1, 2, 3] },
    y: { from: -3.4, to: 6, name: "output", ticks: [-2, 0, 2, 4, 6] },
    key: [{ words: "network" }, { words: "leaky ReLU", colour: "test", dashed: true }],
    parts: [{ line: shape, colour: "test", dashed: true }, { line: answers }],
  }),
};
