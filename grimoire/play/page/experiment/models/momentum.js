// Gradient descent with momentum in the ravine.

import { knob, range, spoken } from "../values.js";
import { STEPS, heightAt, mapWith, walk } from "../ravine.js";

export const experiment = {
  drawn: "A map of a long, narrow ravine, in which thin rings join places of equal height. A path of steps begins at a square on the left; a cross marks the lowest point.",
  knobs: [
    knob("momentum", "momentum μ", [...range(0, 0.95, 0.05), 0.97, 0.99], 0.8),
    knob("rate", "learning rate η", [0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06], 0.03),
  ],

  /** The path, and the height of its end. */
  result({ momentum, rate }) {
    const path = walk(rate, momentum);
    return { path, height: heightAt(path.at(-1)) };
  },

  said({ momentum, rate }, { height }) {
    const pushed = `In a direction that stays the same, steps grow towards ${spoken(1 / (1 - momentum))} times the plain ones.`;
    return `With momentum ${spoken(momentum)} and learning rate ${spoken(rate)} the height after ${STEPS} steps is ${spoken(height)}. ${momentum ? pushed : "Without momentum these are plain steps."}`;
  },

  figure: (_, { path }) => mapWith(path),
};
