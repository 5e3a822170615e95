// How far luck moves a score: the share of right answers among N examples is binomial.

import { along, knob, spoken } from "../values.js";

const LEFT = 0.6; // where the drawing begins
const points = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;

/** log n! */
function logFactorials(n) {
  const logs = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) logs[i] = logs[i - 1] + Math.log(i);
  return logs;
}

export const experiment = {
  drawn: "A hill over the scores from 60 % to 100 %: how likely each score is for one and the same network. It stands over the true share, and is the narrower the more examples there are. Dashed lines mark two standard errors to either side.",
  knobs: [
    knob("n", "examples N", [50, 100, 200, 400, 800, 1600, 3200, 6400], 200, (n) => n.toLocaleString("en")),
    knob("share", "right answers in the long run", [0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98], 0.9, (share) => points(share, 0)),
  ],

  /** The standard error, and the probability of each count of right answers. */
  result({ n, share }) {
    const logs = logFactorials(n);
    const chance = (k) => Math.exp(logs[n] - logs[k] - logs[n - k] + k * Math.log(share) + (n - k) * Math.log(1 - share));
    return { error: Math.sqrt((share * (1 - share)) / n), chances: along(0, n, n + 1).map(chance) };
  },

  said({ n, share }, { error }) {
    return `A network that is right in ${points(share, 0)} of all cases gets a score on ${n.toLocaleString("en")} examples whose standard error is ${spoken(100 * error)} points. By luck alone, scores from ${points(share - 2 * error)} to ${points(Math.min(1, share + 2 * error))} are usual.`;
  },

  figure({ n, share }, { error, chances }) {
    const highest = Math.max(...chances);
    return {
      x: { from: LEFT, to: 1.01, name: "score", ticks: [0.6, 0.7, 0.8, 0.9, 1].map((x) => [x, points(x, 0)]) },
      y: { from: 0, to: 1.1, name: "how likely", ticks: [] },
      key: [{ words: "two standard errors", colour: "test", dashed: true }],
      parts: [
        { line: chances.map((chance, k) => [k / n, chance / highest]).filter(([x]) => x >= LEFT - 0.05) },
        ...[share - 2 * error, share + 2 * error].map((x) => ({ line: [[x, 0], [x, 1.1]], colour: "test", dashed: true, thin: true })),
      ],
    };
  },
};
