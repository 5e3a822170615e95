// The state of the playground, declared once. The address, the controls, the checks and what they
// say are all made from this table.
//
// A field with `restarts` begins a new run when it changes; the others change the run as it goes.

import { ACTIVATIONS } from "./activations.js";
import { FEATURES } from "./features.js";
import { LOSSES } from "./losses.js";
import { OPTIMIZERS } from "./optimizers.js";
import { CHOICE, NUMBER, POINTS, SET, SIZES, SWITCH, WHOLE } from "./kinds.js";

const named = (table) => Object.fromEntries(Object.entries(table).map(([name, { label }]) => [name, label]));

const DATA = { circles: "Circles", xor: "XOR", moons: "Moons", spirals: "Spirals", own: "My own points" };
const GROUPS = { data: "Data", network: "Network", training: "Training", inspect: "Weights and code" };

const TABLE = {
  data: { group: "data", kind: CHOICE, options: DATA, start: "circles", label: "Data set", restarts: true },
  n: { group: "data", kind: WHOLE, start: 200, least: 10, most: 500, step: 10, label: "Points to train on", restarts: true },
  noise: { group: "data", kind: NUMBER, start: 0.05, least: 0, most: 0.5, step: 0.01, label: "Noise", restarts: true },
  seed: { group: "data", kind: WHOLE, start: 0, least: 0, most: 9999, step: 1, label: "Seed", restarts: true },
  points: { kind: POINTS, start: [], most: 500, label: "My own points" },
  features: { group: "network", kind: SET, options: named(FEATURES), start: ["x1", "x2"], label: "What goes in", restarts: true },
  layers: { group: "network", kind: SIZES, start: [4, 2], most: 6, widest: 8, label: "Hidden layers", restarts: true },
  activation: { group: "network", kind: CHOICE, options: named(ACTIVATIONS), start: "tanh", label: "Activation", restarts: true },
  loss: { group: "network", kind: CHOICE, options: named(LOSSES), start: "bce", label: "Loss", restarts: true },
  optimizer: { group: "training", kind: CHOICE, options: named(OPTIMIZERS), start: "sgd", label: "Optimizer" },
  lr: { group: "training", kind: NUMBER, start: 0.1, least: 0.0001, most: 10, isLogarithmic: true, label: "Learning rate" },
  batch: { group: "training", kind: WHOLE, start: 10, least: 1, most: 500, step: 1, label: "Batch size" },
  momentum: { group: "training", kind: NUMBER, start: 0, least: 0, most: 0.99, step: 0.01, label: "Momentum" },
  nesterov: { group: "training", kind: SWITCH, start: false, label: "Nesterov's form" },
  decay: { group: "training", kind: NUMBER, start: 0, least: 0, most: 1, step: 0.001, label: "Weight decay (L2)" },
  l1: { group: "training", kind: NUMBER, start: 0, least: 0, most: 1, step: 0.001, label: "L1 penalty" },
  dropout: { group: "training", kind: NUMBER, start: 0, least: 0, most: 0.8, step: 0.05, label: "Dropout" },
  epochs: { kind: WHOLE, start: 0, least: 0, most: 5000, label: "Epochs trained at the start" },
  hide: { kind: SET, options: GROUPS, start: [], mayBeEmpty: true, label: "Hidden controls" },
};

export { GROUPS };
export const FIELDS = Object.entries(TABLE).map(([name, facts]) => ({ name, ...facts }));
export const fieldOf = (name) => FIELDS.find((field) => field.name === name);

/** The state that the playground begins with. */
export const START = Object.fromEntries(FIELDS.map(({ name, start }) => [name, start]));

/** Whether to go from one state to the other a new run is needed. */
export const restarts = (before, after) =>
  FIELDS.some(({ name, kind, restarts }) => restarts && kind.write(before[name]) !== kind.write(after[name]));
