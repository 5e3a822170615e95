// The network that the book has trained: layers of ReLU units and ten outputs, one for each digit.

import { SIDE } from "./centring.js";

export class Reader {
  /** `facts` is reader.json; `bytes` holds whole weights, then scales, biases and samples. */
  constructor(facts, bytes) {
    this.facts = facts;
    const { sizes } = facts;
    const counts = sizes.slice(1).map((outs, l) => outs * sizes[l]);
    const units = sizes.slice(1).reduce((sum, outs) => sum + outs, 0);
    const whole = counts.reduce((sum, count) => sum + count, 0);
    const floats = new Float32Array(bytes.slice(whole, whole + 8 * units));
    let [weight, unit] = [0, 0];
    this.layers = counts.map((count, l) => {
      const outs = sizes[l + 1];
      const layer = { ins: sizes[l], outs, W: weightsOf(new Int8Array(bytes, weight, count), floats.subarray(unit, unit + outs), sizes[l]), b: floats.subarray(units + unit, units + unit + outs) };
      weight += count;
      unit += outs;
      return layer;
    });
    this.samples = new Uint8Array(bytes, whole + 8 * units);
  }

  /** The picture of a digit that somebody once wrote: 784 numbers from 0 to 1. */
  sample(digit) {
    return Float32Array.from(this.samples.subarray(digit * SIDE * SIDE, (digit + 1) * SIDE * SIDE), (ink) => ink / 255);
  }

  /** Read a picture (784). `off[l]` has 1 for each unit of hidden layer l that is switched off. */
  read(picture, off) {
    const a = [this.#inner(picture)];
    this.layers.forEach((layer, l) => {
      const z = dense(layer, a[l]);
      if (l < this.layers.length - 1) for (let o = 0; o < z.length; o++) z[o] = off[l][o] ? 0 : Math.max(0, z[o]);
      a.push(z);
    });
    return { a, chances: softmax(a.at(-1)) };
  }

  /** The middle of the picture, which is all that the network gets. */
  #inner(picture) {
    const { margin, sizes } = this.facts;
    const side = SIDE - 2 * margin;
    return Float64Array.from({ length: sizes[0] }, (_, i) => picture[(Math.floor(i / side) + margin) * SIDE + (i % side) + margin]);
  }

  /**
   * What each pixel (784) adds to the output of a digit, less what it adds to the mean of all ten: its
   * ink times the slope. Where no unit changes between on and off, the sum of these and of what the
   * biases add is the output itself.
   */
  why({ a }, digit) {
    let slope = Float64Array.from({ length: 10 }, (_, k) => (k === digit ? 0.9 : -0.1));
    for (let l = this.layers.length - 1; l >= 0; l--) {
      slope = back(this.layers[l], slope);
      if (l > 0) for (let i = 0; i < slope.length; i++) if (a[l][i] === 0) slope[i] = 0;
    }
    const { margin } = this.facts;
    const side = SIDE - 2 * margin;
    const parts = new Float64Array(SIDE * SIDE);
    slope.forEach((value, i) => (parts[(Math.floor(i / side) + margin) * SIDE + (i % side) + margin] = value * a[0][i]));
    return parts;
  }
}

function weightsOf(wholes, scales, ins) {
  return Float32Array.from(wholes, (whole, i) => whole * scales[Math.floor(i / ins)]);
}

function dense({ ins, outs, W, b }, x) {
  const z = new Float64Array(outs);
  for (let o = 0; o < outs; o++) {
    let sum = b[o];
    for (let i = 0; i < ins; i++) sum += W[o * ins + i] * x[i];
    z[o] = sum;
  }
  return z;
}

function back({ ins, outs, W }, slope) {
  const into = new Float64Array(ins);
  for (let o = 0; o < outs; o++) for (let i = 0; i < ins; i++) into[i] += slope[o] * W[o * ins + i];
  return into;
}

function softmax(z) {
  const largest = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
