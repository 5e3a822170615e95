// A test for something rare: what an alarm is worth.

import { knob } from "../values.js";

const PEOPLE = 10_000;
const FOUND = 0.9; // of those who are ill

const many = (count) => Math.round(count).toLocaleString("en");
const inThousand = (share) => `${share} in 1,000`;
const inHundred = (share) => `${share} in 100`;

export const experiment = {
  drawn: "Two bars: how many alarms go to people who are ill, and how many to people who are healthy.",
  knobs: [
    knob("ill", "people who are ill", [1, 2, 5, 10, 20, 30, 40, 50, 60, 80, 100, 200, 300], 10, inThousand),
    knob("false", "false alarms among the healthy", [1, 2, 3, 4, 5, 6, 8, 10, 15, 20], 5, inHundred),
  ],

  /** Among 10,000 people: how many are ill, right and false alarms, and the share of the right ones. */
  result(values) {
    const ill = (PEOPLE * values.ill) / 1000;
    const right = FOUND * ill;
    const wrong = ((PEOPLE - ill) * values.false) / 100;
    return { ill, right, wrong, share: right / (right + wrong) };
  },

  said: (_, { ill, right, wrong, share }) =>
    `Of ${many(PEOPLE)} people ${many(ill)} are ill, and the test finds ${many(right)} of them. It also alarms ${many(wrong)} healthy ones. So of 100 alarms about ${many(100 * share)} are right.`,

  figure: (_, { right, wrong }) => ({
    x: { from: 0, to: 3, name: "who gets an alarm", ticks: [[0.85, "the ill"], [2.15, "the healthy"]] },
    y: { from: 0, to: 3000, name: "alarms among 10,000 people", ticks: [0, 1000, 2000, 3000].map((count) => [count, many(count)]) },
    parts: [
      { bar: [0.85, right], wide: 0.8, colour: "class1" },
      { bar: [2.15, wrong], wide: 0.8, colour: "class0" },
      { words: many(right), at: [0.85, right + 90], colour: "class1", anchor: "middle" },
      { words: many(wrong), at: [2.15, wrong + 90], colour: "class0", anchor: "middle" },
    ],
  }),
};
