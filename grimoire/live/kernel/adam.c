// A step of Adam in one pass, for Python in the page. NumPy takes ten passes over the parameters,
// one number at a time; this loop fetches each number once and works on a vector of them.
//
// The file is compiled twice, as products.c is: sadam for float, dadam for double.

static inline number root(number x) {
  return sizeof(number) == sizeof(float) ? __builtin_sqrtf(x) : __builtin_sqrt(x);
}

// The same operations in the same order as nnlib's adam_step, so the same bits.
void adam(int n, number *restrict theta, const number *restrict grad, number *restrict m,
          number *restrict v, number beta1, number beta2, number eps, number lr) {
  for (int i = 0; i < n; i++) {
    m[i] = m[i] * beta1 + grad[i];
    v[i] = v[i] * beta2 + grad[i] * grad[i];
    theta[i] -= m[i] / (root(v[i]) + eps) * lr;
  }
}
