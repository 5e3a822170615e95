// A network of dense layers on flat arrays. All parameters stand in one vector `theta`, in nnlib's
// order: of each layer the weights, W[i * outs + o] from unit i to unit o, then the biases.
// A `Pass` holds what a batch of n rows makes: of each layer the columns a[unit * n + row].

import { ACTIVATIONS } from "./activations.js";

const BLOCK = 1024; // rows that go through all layers together: the processor’s cache holds them

export class Network {
  /** `sizes` counts the units of each layer, from the features to the outputs. */
  constructor(sizes, activation) {
    this.sizes = sizes;
    this.activation = ACTIVATIONS[activation];
    this.layers = [];
    let at = 0;
    for (let l = 1; l < sizes.length; l++) {
      const [ins, outs] = [sizes[l - 1], sizes[l]];
      this.layers.push({ ins, outs, W: at, b: at + ins * outs });
      at += (ins + 1) * outs;
    }
    this.theta = new Float64Array(at);
    this.grad = new Float64Array(at);
  }

  /** Draw the weights as nnlib does: He's normal numbers, or Glorot's uniform ones; biases are 0. */
  start(generator) {
    this.theta.fill(0);
    for (const { ins, outs, W, b } of this.layers) {
      const [deviation, limit] = [Math.sqrt(2 / ins), Math.sqrt(6 / (ins + outs))];
      const isHe = this.activation.init === "he";
      for (let i = W; i < b; i++) this.theta[i] = isHe ? deviation * generator.normal() : -limit + 2 * limit * generator.random();
    }
  }

  /** Send the columns in `pass.a[0]` through the layers; `masks` has what dropout multiplies by. */
  forward(pass, masks = null) {
    for (let from = 0; from < pass.n; from += BLOCK) {
      const to = Math.min(pass.n, from + BLOCK);
      for (let l = 0; l < this.layers.length; l++) this.#layer(pass, masks, l, from, to);
    }
    return pass.a.at(-1);
  }

  #layer({ n, a, kept, isSketch }, masks, l, from, to) {
    const apply = (isSketch && this.activation.sketch) || this.activation.apply;
    const layer = this.layers[l];
    dense(this.theta, layer, a[l], a[l + 1], n, from, to);
    if (l === this.layers.length - 1) return;
    for (let start = 0; start < layer.outs * n; start += n) {
      apply(a[l + 1], start + from, start + to);
      if (!masks) continue;
      for (let i = start + from; i < start + to; i++) {
        kept[l][i] = a[l + 1][i];
        a[l + 1][i] *= masks[l][i];
      }
    }
  }

  /** Write the gradient of all parameters, given that of the outputs in `pass.d.at(-1)`. */
  backward(pass, masks = null) {
    const { n, a, d } = pass;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      const layer = this.layers[l];
      gradients(this.grad, layer, a[l], d[l + 1], n);
      if (l === 0) return;
      back(this.theta, layer, d[l + 1], d[l], n);
      if (masks) for (let i = 0; i < layer.ins * n; i++) d[l][i] *= masks[l - 1][i];
      this.activation.slope(masks ? pass.kept[l - 1] : a[l], d[l], 0, layer.ins * n);
    }
  }
}

/** The arrays for n rows on their way through a network; a sketch is for pictures alone. */
export class Pass {
  constructor({ sizes }, n, isSketch = false) {
    this.n = n;
    this.isSketch = isSketch;
    this.a = sizes.map((units) => new Float64Array(units * n));
    this.d = sizes.map((units) => new Float64Array(units * n));
    this.kept = sizes.slice(1, -1).map((units) => new Float64Array(units * n)); // before dropout
  }
}

// The three products. Each inner loop runs along columns, four of them at a time.

function dense(theta, { ins, outs, W, b }, x, z, n, from, to) {
  for (let o = 0; o < outs; o++) {
    z.fill(theta[b + o], o * n + from, o * n + to);
    let i = 0;
    for (; i + 4 <= ins; i += 4) addFour(theta, W + i * outs + o, outs, x, i * n, n, z, o * n, from, to);
    for (; i < ins; i++) {
      const weight = theta[W + i * outs + o];
      for (let p = from; p < to; p++) z[o * n + p] += weight * x[i * n + p];
    }
  }
}

function addFour(theta, w, outs, x, at, n, z, into, from, to) {
  const w0 = theta[w];
  const w1 = theta[w + outs];
  const w2 = theta[w + 2 * outs];
  const w3 = theta[w + 3 * outs];
  const at1 = at + n;
  const at2 = at1 + n;
  const at3 = at2 + n;
  for (let p = from; p < to; p++) z[into + p] += w0 * x[at + p] + w1 * x[at1 + p] + w2 * x[at2 + p] + w3 * x[at3 + p];
}

function gradients(grad, { ins, outs, W, b }, x, d, n) {
  for (let o = 0; o < outs; o++) {
    const at = o * n;
    let sum = 0;
    for (let p = 0; p < n; p++) sum += d[at + p];
    grad[b + o] = sum;
    for (let i = 0; i < ins; i++) {
      const from = i * n;
      let product = 0;
      for (let p = 0; p < n; p++) product += x[from + p] * d[at + p];
      grad[W + i * outs + o] = product;
    }
  }
}

function back(theta, { ins, outs, W }, d, into, n) {
  for (let i = 0; i < ins; i++) {
    const to = i * n;
    into.fill(0, to, to + n);
    for (let o = 0; o < outs; o++) {
      const weight = theta[W + i * outs + o];
      const from = o * n;
      for (let p = 0; p < n; p++) into[to + p] += weight * d[from + p];
    }
  }
}
