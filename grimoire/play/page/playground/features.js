// What a network is told of a point: its coordinates, and numbers made from them.

export const FEATURES = {
  x1: { label: "x₁", say: "x1", of: (x) => x, code: "x1" },
  x2: { label: "x₂", say: "x2", of: (x, y) => y, code: "x2" },
  x1x1: { label: "x₁²", say: "x1 squared", of: (x) => x * x, code: "x1**2" },
  x2x2: { label: "x₂²", say: "x2 squared", of: (x, y) => y * y, code: "x2**2" },
  x1x2: { label: "x₁x₂", say: "x1 times x2", of: (x, y) => x * y, code: "x1 * x2" },
  sin1: { label: "sin πx₁", say: "the sine of pi x1", of: (x) => Math.sin(Math.PI * x), code: "np.sin(np.pi * x1)" },
  sin2: { label: "sin πx₂", say: "the sine of pi x2", of: (x, y) => Math.sin(Math.PI * y), code: "np.sin(np.pi * x2)" },
};

/** The features of points, one after the other: a Float64Array of names.length columns of n. */
export function columnsOf(names, { n, x1, x2 }) {
  const columns = new Float64Array(names.length * n);
  names.forEach((name, j) => {
    for (let i = 0; i < n; i++) columns[j * n + i] = FEATURES[name].of(x1[i], x2[i]);
  });
  return columns;
}
