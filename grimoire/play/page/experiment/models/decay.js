// A price on large weights: a sum of nine powers of x, fitted to twelve points with an L2 penalty.

import { Generator } from "../../playground/random.js";
import { along, knob, spoken, sum } from "../values.js";

const POWERS = 9;
const POINTS = 12;
const SEED = 2;
const NOISE = 0.25;

const truth = (x) => Math.sin(3 * x);
const generator = new Generator(SEED);
const xs = along(-1, 1, POINTS);
const ys = xs.map((x) => truth(x) + NOISE * generator.normal());
const powersOf = (x) => Array.from({ length: POWERS + 1 }, (_, k) => x ** k);

/** The solution of A w = r for a symmetric A that is positive definite, by elimination. */
function solved(A, r) {
  const rows = A.map((row, i) => [...row, r[i]]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = rows[j][i] / rows[i][i];
      for (let k = i; k <= n; k++) rows[j][k] -= factor * rows[i][k];
    }
  }
  const w = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) w[i] = (rows[i][n] - sum(rows[i].slice(i + 1, n).map((a, k) => a * w[i + 1 + k]))) / rows[i][i];
  return w;
}

/** The weights where the mean squared error plus λ/2 times the squares of all but the bias is least. */
function fitted(strength) {
  const rows = xs.map(powersOf);
  const square = powersOf(1).map((_, i) => powersOf(1).map((_, j) => (2 / POINTS) * sum(rows.map((row) => row[i] * row[j])) + (i === j && i > 0 ? strength : 0)));
  return solved(square, powersOf(1).map((_, i) => (2 / POINTS) * sum(rows.map((row, n) => row[i] * ys[n]))));
}

const GRID = along(-1, 1, 201);
const gap = (values, others) => Math.sqrt(sum(values.map((value, i) => (value - others[i]) ** 2)) / values.length);

export const experiment = {
  drawn: "Twelve points scattered around a dashed wave, and a solid curve that was fitted to the points.",
  knobs: [knob("strength", "strength λ of the penalty", [1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10], 1e-6)],

  /** The weights, how far the curve is from the points and from the wave (root of the mean square). */
  result({ strength }) {
    const w = fitted(strength);
    const at = (x) => sum(powersOf(x).map((power, k) => w[k] * power));
    return { w, curve: GRID.map((x) => [x, at(x)]), points: gap(xs.map(at), ys), wave: gap(GRID.map(at), GRID.map(truth)) };
  },

  said: ({ strength }, { w, points, wave }) =>
    `With λ = ${spoken(strength)} the largest weight is ${spoken(Math.max(...w.slice(1).map(Math.abs)))}. The curve misses the points by ${spoken(points)}, and the wave that they came from by ${spoken(wave)}.`,

  figure: (_, { curve }) => ({
    x: { from: -1.03, to: 1.03, name: "input", ticks: [-1, -0.5, 0, 0.5, 1] },
    y: { from: -1.9, to: 1.9, name: "output", ticks: [-1, 0, 1] },
    key: [{ words: "fit" }, { words: "wave", colour: "ink", dashed: true }],
    parts: [{ line: GRID.map((x) => [x, truth(x)]), colour: "ink", dashed: true, thin: true }, { line: curve }, { dots: xs.map((x, i) => [x, ys[i]]), colour: "class1", size: 4.5 }],
  }),
};
