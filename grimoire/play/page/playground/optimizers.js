// Every optimizer of nnlib, by the same formulas. `how` has what may change while a run goes on:
// lr, momentum, nesterov, decay and l1. `isWeight` tells weights, which are penalized, from biases.

const BETA1 = 0.9;
const BETA2 = 0.999;
const ALPHA = 0.99;
const TINY = 1e-8;

class Optimizer {
  constructor(size) {
    this.m = new Float64Array(size);
    this.v = new Float64Array(size);
    this.t = 0;
  }

  step(theta, grad, isWeight, how) {
    this.t += 1;
    this.penalize(theta, grad, isWeight, how);
    this.update(theta, grad, how);
  }

  penalize(theta, grad, isWeight, { decay, l1 }) {
    if (!decay && !l1) return;
    for (let i = 0; i < theta.length; i++) if (isWeight[i]) grad[i] += decay * theta[i] + l1 * Math.sign(theta[i]);
  }
}

class SGD extends Optimizer {
  update(theta, grad, { lr, momentum, nesterov }) {
    const { v } = this;
    for (let i = 0; i < theta.length; i++) {
      v[i] = momentum * v[i] + grad[i];
      theta[i] -= lr * (nesterov && momentum ? grad[i] + momentum * v[i] : v[i]);
    }
  }
}

class RMSProp extends Optimizer {
  update(theta, grad, { lr }) {
    const { v } = this;
    for (let i = 0; i < theta.length; i++) {
      v[i] = ALPHA * v[i] + (1 - ALPHA) * grad[i] * grad[i];
      theta[i] -= (lr * grad[i]) / (Math.sqrt(v[i]) + TINY);
    }
  }
}

class Adam extends Optimizer {
  update(theta, grad, { lr }) {
    const { m, v, t } = this;
    const [unpulledM, unpulledV] = [1 - BETA1 ** t, 1 - BETA2 ** t];
    for (let i = 0; i < theta.length; i++) {
      m[i] = BETA1 * m[i] + (1 - BETA1) * grad[i];
      v[i] = BETA2 * v[i] + (1 - BETA2) * grad[i] * grad[i];
      theta[i] -= (lr * (m[i] / unpulledM)) / (Math.sqrt(v[i] / unpulledV) + TINY);
    }
  }
}

class AdamW extends Adam {
  penalize(theta, grad, isWeight, { lr, decay, l1 }) {
    for (let i = 0; i < theta.length; i++) {
      if (!isWeight[i]) continue;
      grad[i] += l1 * Math.sign(theta[i]);
      theta[i] *= 1 - lr * decay;
    }
  }
}

export const OPTIMIZERS = {
  sgd: { label: "SGD", layer: "nn.SGD", make: SGD, hasMomentum: true },
  rmsprop: { label: "RMSProp", layer: "nn.RMSProp", make: RMSProp },
  adam: { label: "Adam", layer: "nn.Adam", make: Adam },
  adamw: { label: "AdamW", layer: "nn.AdamW", make: AdamW },
};
