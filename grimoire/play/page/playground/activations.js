// Each activation acts on part of an array in place; its `slope` multiplies what comes back by the
// derivative, which it knows from its own output a. A `sketch` is six times as quick and right to
// 0.0001: enough for pictures, which have 256 colours.

const SLOPE = 0.01; // of LeakyReLU where its input is negative

/** tanh as a quotient of polynomials, Lambert's continued fraction broken off; 1 beyond `END`. */
function sketchTanh(a, from, to) {
  for (let i = from; i < to; i++) {
    const x = a[i] > END ? END : a[i] < -END ? -END : a[i];
    const q = x * x;
    a[i] = (x * (135135 + q * (17325 + q * (378 + q)))) / (135135 + q * (62370 + q * (3150 + q * 28)));
  }
}
const END = 4.97;

function sketchSigmoid(a, from, to) {
  for (let i = from; i < to; i++) a[i] *= 0.5;
  sketchTanh(a, from, to);
  for (let i = from; i < to; i++) a[i] = 0.5 + 0.5 * a[i];
}

export const ACTIVATIONS = {
  relu: {
    label: "ReLU",
    layer: "nn.ReLU()",
    init: "he",
    apply: (a, from, to) => {
      for (let i = from; i < to; i++) if (!(a[i] > 0)) a[i] = 0;
    },
    slope: (a, d, from, to) => {
      for (let i = from; i < to; i++) if (!(a[i] > 0)) d[i] = 0;
    },
  },
  tanh: {
    label: "Tanh",
    layer: "nn.Tanh()",
    init: "glorot",
    apply: (a, from, to) => {
      for (let i = from; i < to; i++) a[i] = Math.tanh(a[i]);
    },
    sketch: sketchTanh,
    slope: (a, d, from, to) => {
      for (let i = from; i < to; i++) d[i] *= 1 - a[i] * a[i];
    },
  },
  sigmoid: {
    label: "Sigmoid",
    layer: "nn.Sigmoid()",
    init: "glorot",
    apply: (a, from, to) => {
      for (let i = from; i < to; i++) a[i] = 1 / (1 + Math.exp(-a[i]));
    },
    sketch: sketchSigmoid,
    slope: (a, d, from, to) => {
      for (let i = from; i < to; i++) d[i] *= a[i] * (1 - a[i]);
    },
  },
  leaky: {
    label: "Leaky ReLU",
    layer: "nn.LeakyReLU()",
    init: "he",
    apply: (a, from, to) => {
      for (let i = from; i < to; i++) if (!(a[i] > 0)) a[i] *= SLOPE;
    },
    slope: (a, d, from, to) => {
      for (let i = from; i < to; i++) if (!(a[i] > 0)) d[i] *= SLOPE;
    },
  },
  none: {
    label: "none (identity)",
    layer: "nn.Identity()",
    init: "glorot",
    apply: () => {},
    slope: () => {},
  },
};
