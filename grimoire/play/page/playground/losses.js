// How wrong the outputs z are, and the slope of that. Outputs are columns of n rows, z[k * n + i];
// `chance` is what an output says as a number from 0 (class 0) to 1 (class 1).

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

export const LOSSES = {
  bce: {
    label: "Binary cross-entropy",
    layer: "nn.BinaryCrossEntropy()",
    outputs: 1,
    value: (z, y, n) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Math.max(z[i], 0) - z[i] * y[i] + Math.log1p(Math.exp(-Math.abs(z[i])));
      return sum / n;
    },
    slope: (z, y, n, d) => {
      for (let i = 0; i < n; i++) d[i] = (sigmoid(z[i]) - y[i]) / n;
    },
    chance: (z, n, i) => sigmoid(z[i]),
  },
  ce: {
    label: "Cross-entropy, two outputs",
    layer: "nn.CrossEntropy()",
    outputs: 2,
    value: (z, y, n) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const other = z[(1 - y[i]) * n + i] - z[y[i] * n + i];
        sum += Math.max(other, 0) + Math.log1p(Math.exp(-Math.abs(other)));
      }
      return sum / n;
    },
    slope: (z, y, n, d) => {
      for (let i = 0; i < n; i++) {
        const p = sigmoid(z[n + i] - z[i]);
        d[n + i] = (p - y[i]) / n;
        d[i] = -d[n + i];
      }
    },
    chance: (z, n, i) => sigmoid(z[n + i] - z[i]),
  },
  mse: {
    label: "Mean squared error",
    layer: "nn.MSE()",
    outputs: 1,
    value: (z, y, n) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (z[i] - y[i]) ** 2;
      return sum / n;
    },
    slope: (z, y, n, d) => {
      for (let i = 0; i < n; i++) d[i] = (2 * (z[i] - y[i])) / n;
    },
    chance: (z, n, i) => z[i],
  },
};
