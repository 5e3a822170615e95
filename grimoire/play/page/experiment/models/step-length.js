// One knob of a network alone in a valley, which takes steps as long as the slope is steep.

import { along, knob, range, spoken } from "../values.js";

const START = 4;
const STEPS = 12;
const WIDEST = 6;
const loss = (x) => x ** 2 / 2;

function fate(length, walk) {
  const left = spoken(Math.abs(walk.at(-1)));
  if (length < 1) return `Each step goes downhill, but not all the way: after ${STEPS} steps the knob is still ${left} from the bottom.`;
  if (length === 1) return "In this valley the very first step ends exactly at the bottom.";
  if (length < 2) return `Each step jumps across the bottom and ends nearer to it: after ${STEPS} steps ${left} from it.`;
  if (length === 2) return "Each step ends on the other side, as high as it began, and so it goes on for ever.";
  return `Each step ends on the other side and higher than it began: after ${STEPS} steps ${left} from the bottom.`;
}

export const experiment = {
  drawn: "A valley: the loss for every position of one knob. Dots mark the positions after each step, joined by a line.",
  knobs: [knob("length", "length of the steps", range(0.05, 2.2, 0.05), 0.3)],

  /** Where the knob stands before the first step and after each. The valley is x²/2, so its slope is x. */
  result({ length }) {
    const walk = [START];
    for (let step = 0; step < STEPS; step++) walk.push(walk.at(-1) - length * walk.at(-1));
    return { walk };
  },

  said: ({ length }, { walk }) => `Steps of ${spoken(length)} times the slope. ${fate(length, walk)}`,

  figure: (_, { walk }) => ({
    x: { from: -WIDEST, to: WIDEST, name: "position of the knob", ticks: [-4, -2, 0, 2, 4] },
    y: { from: -0.8, to: loss(WIDEST), name: "loss", ticks: [0, 5, 10, 15] },
    parts: [
      { line: along(-WIDEST, WIDEST).map((x) => [x, loss(x)]), colour: "muted" },
      { line: walk.map((x) => [x, loss(x)]), thin: true },
      { dots: walk.map((x) => [x, loss(x)]), size: 4 },
    ],
  }),
};
