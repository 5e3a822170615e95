// Plain gradient descent in the ravine.

import { knob, range, spoken } from "../values.js";
import { LARGEST, STEPS, heightAt, mapWith, walk } from "../ravine.js";

function fate(rate) {
  if (rate > LARGEST) return "Across the ravine each step lands farther out than it began, so the walk never settles.";
  if (rate > LARGEST / 2) return "It jumps from wall to wall, a little nearer to the middle each time.";
  return "It does not jump across, and creeps along the floor.";
}

export const experiment = {
  drawn: "A map of a long, narrow ravine, in which thin rings join places of equal height. A path of steps begins at a square on the left; a cross marks the lowest point.",
  knobs: [knob("rate", "learning rate", range(0.004, 0.072, 0.002), 0.02)],

  /** The path, and the height of its end. */
  result({ rate }) {
    const path = walk(rate, 0);
    return { path, height: heightAt(path.at(-1)) };
  },

  said: ({ rate }, { height }) => `With the learning rate ${spoken(rate)} the height after ${STEPS} steps is ${spoken(height)}. ${fate(rate)}`,

  figure: (_, { path }) => mapWith(path),
};
