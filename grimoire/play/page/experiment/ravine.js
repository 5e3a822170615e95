// The ravine of the pages on gradient descent and optimizers: its walls are thirty times as steep as
// its floor. Both experiments in it walk down with nnlib's SGD.

import { along } from "./values.js";

const WALLS = 30;
const START = [-4, 1];
const RINGS = [0.08, 0.21, 0.54, 1.4, 3.7, 9.5];

export const STEPS = 40;
export const LARGEST = 2 / WALLS; // the rate from which on plain steps climb
export const heightAt = ([x, y]) => (x ** 2 + WALLS * y ** 2) / 2;

/** The places of a walk: v ← μv + slope, place ← place − ηv. */
export function walk(rate, momentum) {
  const path = [START];
  let v = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    const [x, y] = path.at(-1);
    v = [momentum * v[0] + x, momentum * v[1] + WALLS * y];
    path.push([x - rate * v[0], y - rate * v[1]]);
  }
  return path;
}

const ring = (height) => along(0, 2 * Math.PI, 73).map((t) => [Math.sqrt(2 * height) * Math.cos(t), Math.sqrt((2 * height) / WALLS) * Math.sin(t)]);

/** The map with a path on it. */
export const mapWith = (path) => ({
  x: { from: -4.6, to: 2.6, name: "along the ravine", ticks: [-4, -2, 0, 2] },
  y: { from: -1.25, to: 1.25, name: "across", ticks: [-1, 0, 1] },
  parts: [
    ...RINGS.map((height) => ({ line: ring(height), colour: "muted", thin: true })),
    { line: path, thin: true },
    { dots: path, size: 3 },
    { dots: [START], shape: "square", size: 5 },
    { dots: [[0, 0]], shape: "cross", size: 6, colour: "negative" },
  ],
});
