// The data sets of `nnlib.datasets`, point for point: two classes in the plane, drawn twice from one
// seed, once to train on and once to test on. And the reader's own points.

import { Generator } from "./random.js";

const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** Each shape maps the count i of a point and a chance t in [0, 1) to a place and a class. */
const SHAPES = {
  xor: (i) => [[(i >> 1) % 2, i % 2], ((i >> 1) ^ i) & 1],
  circles: (i, t) => [polar(1 - (i % 2) / 2, 2 * Math.PI * t), i % 2],
  moons: (i, t) => {
    const upper = polar(1, Math.PI * t);
    return [i % 2 ? [1 - upper[0], 0.5 - upper[1]] : upper, i % 2];
  },
  spirals: (i, t) => [polar(t, Math.PI * (3 * t + (i % 2))), i % 2],
};

/** How many of the reader's own points are kept to test on: each fourth. */
export const isTest = (i) => i % 4 === 3;

/** Points as columns: { n, x1, x2, y }. */
const columns = (n) => ({ n, x1: new Float64Array(n), x2: new Float64Array(n), y: new Uint8Array(n) });

function drawn(shape, n, noise, generator) {
  const points = columns(n);
  const chances = Float64Array.from({ length: n }, () => generator.random());
  for (let i = 0; i < n; i++) {
    const [[x1, x2], y] = shape(i, chances[i]);
    points.x1[i] = Math.fround(x1 + noise * generator.normal());
    points.x2[i] = Math.fround(x2 + noise * generator.normal());
    points.y[i] = y;
  }
  return points;
}

const CORNERS = [
  [-1, -1, 0],
  [1, 1, 0],
]; // the plane shows these in any case, so that it stands still while the reader adds points
const ROOM = 1.16;

const chosen = (points) => {
  const made = columns(points.length);
  points.forEach(([x1, x2, y], i) => {
    made.x1[i] = x1;
    made.x2[i] = x2;
    made.y[i] = y;
  });
  return made;
};

/** The points of a state, and the square of the plane that shows them. */
export function dataOf({ data, n, noise, seed, points }) {
  if (data === "own") {
    const train = chosen(points.filter((_, i) => !isTest(i)));
    const test = chosen(points.filter((_, i) => isTest(i)));
    return { train, test, square: squareOf([train, test, chosen(CORNERS)]) };
  }
  const generator = new Generator(seed);
  const [train, test] = [0, 1].map(() => drawn(SHAPES[data], n, noise, generator));
  return { train, test, square: squareOf([train, test]) };
}

/** { left, bottom, side } of a square around all points with room at its edge. */
function squareOf(sets) {
  const range = (name) => {
    const values = sets.flatMap((set) => [...set[name]]);
    return [Math.min(...values), Math.max(...values)];
  };
  const [[left, right], [bottom, top]] = [range("x1"), range("x2")];
  const side = Math.max(right - left, top - bottom) * ROOM;
  return { left: (left + right - side) / 2, bottom: (bottom + top - side) / 2, side };
}
