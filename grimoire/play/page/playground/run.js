// One run of training: a network, its points, and how far it is. It draws at random what nnlib's
// `fit` draws, in the same order: a new order of the points in each epoch, then dropout batch by batch.

import { columnsOf } from "./features.js";
import { LOSSES } from "./losses.js";
import { Network, Pass } from "./network.js";
import { OPTIMIZERS } from "./optimizers.js";
import { Generator } from "./random.js";

/** Training went astray; the network is as it was before the epoch. */
export class Diverged extends Error {}

export class Run {
  /** `settings` is a state of the playground, `data` what `dataOf` makes of one. */
  constructor(settings, data) {
    this.settings = settings;
    this.loss = LOSSES[settings.loss];
    this.network = new Network([settings.features.length, ...settings.layers, this.loss.outputs], settings.activation);
    this.network.start(new Generator(settings.seed));
    this.isWeight = new Uint8Array(this.network.theta.length);
    for (const { W, b } of this.network.layers) this.isWeight.fill(1, W, b);
    this.generator = new Generator(settings.seed);
    this.epoch = 0;
    this.isTouched = false; // whether weights or settings have changed since the start
    this.take(data);
    this.#restartOptimizer();
    this.history = [this.losses()];
  }

  /** Train on these points from now on. */
  take(data) {
    this.data = data;
    this.inputs = { train: this.#pass(data.train), test: this.#pass(data.test) };
    this.#starts = [];
    this.passes = new Map();
  }

  #starts = []; // where the batches that are left of this epoch begin
  #order;
  #before;

  #pass(points) {
    const pass = new Pass(this.network, points.n);
    pass.a[0].set(columnsOf(this.settings.features, points));
    return pass;
  }

  /** Go on with other values of what may change in the middle of a run. */
  change(settings) {
    const isOther = settings.optimizer !== this.settings.optimizer;
    const isRebatched = settings.batch !== this.settings.batch;
    this.settings = settings;
    this.isTouched ||= this.epoch > 0 || this.isWithinEpoch;
    if (isOther) this.#restartOptimizer();
    if (isRebatched) this.#starts = [];
  }

  #restartOptimizer() {
    this.optimizer = new OPTIMIZERS[this.settings.optimizer].make(this.network.theta.length);
  }

  get isWithinEpoch() {
    return this.#starts.length > 0;
  }

  /** One step: one batch forward and back. Return whether it was the last batch of an epoch. */
  step() {
    const { n } = this.data.train;
    if (!n) throw new Diverged("There is no point to train on yet. Click into the large picture to add some.");
    if (!this.#starts.length) this.#beginEpoch(n);
    const [from, to] = this.#starts.shift();
    this.#descend(from, to);
    if (this.#starts.length) return false;
    this.#endEpoch();
    return true;
  }

  /** All the steps to the end of the epoch. */
  toEndOfEpoch() {
    while (!this.step());
  }

  #beginEpoch(n) {
    this.#before = this.network.theta.slice();
    const { batch } = this.settings;
    this.#order = Int32Array.from({ length: n }, (_, i) => i);
    if (batch >= n) {
      this.#starts = [[0, n]];
      return;
    }
    this.generator.shuffle(this.#order);
    const last = n - (batch > 1 ? 1 : 0); // a last batch of one joins the one before it
    const begins = [];
    for (let start = 0; start < last; start += batch) begins.push(start);
    this.#starts = begins.map((start, k) => [start, begins[k + 1] ?? n]);
  }

  #descend(from, to) {
    const n = to - from;
    const pass = this.#passFor(n);
    const y = this.#gather(pass, this.#order.subarray(from, to));
    const masks = this.settings.dropout > 0 ? this.#masks(n) : null;
    const z = this.network.forward(pass, masks);
    this.loss.slope(z, y, n, pass.d.at(-1));
    this.network.backward(pass, masks);
    this.optimizer.step(this.network.theta, this.network.grad, this.isWeight, this.settings);
  }

  #passFor(n) {
    if (!this.passes.has(n)) this.passes.set(n, new Pass(this.network, n));
    return this.passes.get(n);
  }

  /** Put the points of these rows into the pass, and return their classes. */
  #gather(pass, rows) {
    const { train } = this.data;
    const whole = this.inputs.train.a[0];
    for (let j = 0; j < this.network.sizes[0]; j++) {
      for (let i = 0; i < rows.length; i++) pass.a[0][j * rows.length + i] = whole[j * train.n + rows[i]];
    }
    return Uint8Array.from(rows, (row) => train.y[row]);
  }

  /** Zeros with the probability of dropping, else 1/(1 - p): drawn row by row, as nnlib does. */
  #masks(n) {
    const p = this.settings.dropout;
    const least = Math.fround(p);
    return this.network.sizes.slice(1, -1).map((units) => {
      const mask = new Float64Array(units * n);
      for (let i = 0; i < n; i++) {
        for (let unit = 0; unit < units; unit++) mask[unit * n + i] = this.generator.random32() >= least ? 1 / (1 - p) : 0;
      }
      return mask;
    });
  }

  #endEpoch() {
    const losses = this.losses();
    if (!Number.isFinite(losses.train) || !this.network.theta.every(Number.isFinite)) {
      this.network.theta.set(this.#before);
      throw new Diverged(`Training went astray in epoch ${this.epoch + 1}: the loss became infinite. Lower the learning rate; the weights are as they were before the epoch.`);
    }
    this.epoch += 1;
    this.history.push(losses);
  }

  /** The losses of the network as it is; NaN where there are no points. */
  losses() {
    const of = (part) => {
      const points = this.data[part];
      return this.loss.value(this.network.forward(this.inputs[part]), points.y, points.n);
    };
    return { train: of("train"), test: of("test") };
  }

  /** The share of points that stand on the right side of the boundary; NaN where there are none. */
  accuracy(part) {
    const { n, y } = this.data[part];
    const z = this.network.forward(this.inputs[part]);
    let right = 0;
    for (let i = 0; i < n; i++) right += this.loss.chance(z, n, i) > 0.5 === Boolean(y[i]);
    return right / n;
  }
}
