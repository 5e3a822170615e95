// The playground's network as a program for nnlib. From the same seed it trains to the same weights.

import { ACTIVATIONS } from "./activations.js";
import { FEATURES } from "./features.js";
import { LOSSES } from "./losses.js";
import { OPTIMIZERS } from "./optimizers.js";

/** Python that builds the network of a state and trains it for so many epochs. */
export function codeOf(state, epochs) {
  if (state.data === "own" && !state.points.length) return "# There are no points to train on yet.\n";
  const loss = LOSSES[state.loss];
  return [
    "import numpy as np",
    "import nnlib as nn",
    "",
    ...dataLines(state),
    "",
    "def features(x):",
    "    x1, x2 = x.astype(np.float64).T",
    `    return np.column_stack([${state.features.map((name) => FEATURES[name].code).join(", ")}])`,
    "",
    "model = nn.Sequential(",
    ...layerLines(state, loss).map((line) => `    ${line},`),
    `    seed=${state.seed}, dtype=np.float64,`,
    ")",
    `loss = ${loss.layer}`,
    `optimizer = ${optimizerOf(state)}`,
    "history = nn.fit(",
    "    model, features(x_train), y_train, loss, optimizer,",
    `    epochs=${epochs}, batch_size=${state.batch}, seed=${state.seed}, progress=False,`,
    ")",
    'print("training", nn.evaluate(model, features(x_train), y_train, loss))',
    ...(hasTest(state) ? ['print("test", nn.evaluate(model, features(x_test), y_test, loss))'] : []),
    "",
  ].join("\n");
}

const hasTest = ({ data, points }) => data !== "own" || points.length >= 4;

function dataLines({ data, n, noise, seed, points }) {
  if (data !== "own") {
    return [`x_train, y_train, x_test, y_test, _ = nn.datasets.${data}(n=${n}, noise=${noise}, seed=${seed})`];
  }
  return [
    "points = np.array([",
    ...points.map((point) => `    [${point.join(", ")}],`),
    "])",
    "is_test = np.arange(len(points)) % 4 == 3",
    "x_train, y_train = points[~is_test, :2], points[~is_test, 2].astype(int)",
    "x_test, y_test = points[is_test, :2], points[is_test, 2].astype(int)",
  ];
}

function layerLines({ features, layers, activation, dropout }, { outputs }) {
  const { layer, init } = ACTIVATIONS[activation];
  const sizes = [features.length, ...layers, outputs];
  return sizes.slice(1).map((size, l) => {
    const dense = `nn.Dense(${sizes[l]}, ${size}${init === "he" ? "" : `, init="${init}"`})`;
    if (l === layers.length) return dense;
    return [dense, layer, ...(dropout > 0 ? [`nn.Dropout(${dropout})`] : [])].join(", ");
  });
}

function optimizerOf({ optimizer, lr, momentum, nesterov, decay, l1 }) {
  const { layer, hasMomentum } = OPTIMIZERS[optimizer];
  const given = [`lr=${lr}`];
  if (hasMomentum && momentum) given.push(`momentum=${momentum}`, ...(nesterov ? ["nesterov=True"] : []));
  if (decay || optimizer === "adamw") given.push(`weight_decay=${decay}`);
  if (l1) given.push(`l1=${l1}`);
  return `${layer}(${given.join(", ")})`;
}
