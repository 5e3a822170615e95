// One neuron with one input: its weight, its bias, and the ReLU behind them.

import { along, knob, range, spoken } from "../values.js";

const X = 4;

export const experiment = {
  drawn: "The activation of one neuron for every input from −4 to 4: flat at 0 on one side, and a straight line on the other. A dot marks where it begins to respond.",
  knobs: [knob("w", "weight", range(-3, 3, 0.25), 1), knob("b", "bias", range(-4, 4, 0.5), -1)],

  /** The activation, and the input at which it begins to respond (null where the weight is 0). */
  result({ w, b }) {
    return { curve: along(-X, X, 161).map((x) => [x, Math.max(0, w * x + b)]), threshold: w === 0 ? null : -b / w + 0 };
  },

  said({ w, b }, { threshold }) {
    const numbers = `With weight ${spoken(w)} and bias ${spoken(b)} the neuron`;
    if (threshold === null) return `${numbers} does not listen: it answers ${spoken(Math.max(0, b))} to every input.`;
    return `${numbers} responds to inputs ${w > 0 ? "above" : "below"} ${spoken(threshold)}. There its answer ${w > 0 ? "rises" : "falls"} by ${spoken(Math.abs(w))} when the input rises by 1.`;
  },

  figure: (_, { curve, threshold }) => ({
    x: { from: -X, to: X, name: "input", ticks: [-4, -2, 0, 2, 4] },
    y: { from: -0.4, to: 8, name: "activation", ticks: [0, 2, 4, 6, 8] },
    parts: [{ line: curve }, ...(threshold === null ? [] : [{ dots: [[threshold, 0]], size: 5, colour: "negative" }])],
  }),
};
