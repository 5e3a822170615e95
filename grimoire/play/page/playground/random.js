// NumPy's `default_rng`, draw for draw, so that the playground and nnlib begin with the same points
// and the same weights: PCG64 (O'Neill, 2014), seeded by NumPy's SeedSequence, with the normal
// numbers of the ziggurat method (Marsaglia and Tsang, 2000).

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const LOW = (1n << 64n) - 1n;
const POOL = 4;

/** Eight words of 32 bits that a seed stands for, as SeedSequence hashes them. */
function wordsOf(seed) {
  let constant = 0x43b0d7e5;
  const hashed = (value) => {
    let hash = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    hash = Math.imul(hash, constant);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  const mixed = (x, y) => {
    const mix = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
    return (mix ^ (mix >>> 16)) >>> 0;
  };
  const pool = Array.from({ length: POOL }, (_, i) => hashed(i ? 0 : seed));
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mixed(pool[to], hashed(pool[from]));
  }
  let last = 0x8b51f9dd;
  return Array.from({ length: 2 * POOL }, (_, i) => {
    let word = pool[i % POOL] ^ last;
    last = Math.imul(last, 0x58f38ded);
    word = Math.imul(word, last);
    return (word ^ (word >>> 16)) >>> 0;
  });
}

const joined = (words) => words.reduceRight((number, word) => (number << 32n) | BigInt(word), 0n);

// The ziggurat: 256 layers of equal area below the bell curve, the lowest with the tail beyond EDGE.
const EDGE = 3.6541528853610088;
const AREA = 0.004928673233974658;
const STEPS = 2 ** 52;
const bell = (x) => Math.exp(-0.5 * x * x);

function layers() {
  const surely = new Float64Array(256);
  const width = new Float64Array(256);
  const height = new Float64Array(256);
  let x = EDGE;
  width[255] = x / STEPS;
  height[255] = bell(x);
  const base = AREA / bell(x);
  surely[0] = (EDGE / base) * STEPS;
  width[0] = base / STEPS;
  height[0] = 1;
  for (let i = 254; i > 0; i--) {
    const wider = x;
    x = Math.sqrt(-2 * Math.log(AREA / x + bell(x)));
    surely[i + 1] = (x / wider) * STEPS;
    width[i] = x / STEPS;
    height[i] = bell(x);
  }
  return { surely, width, height };
}

const { surely, width, height } = layers();

export class Generator {
  #state = 0n;
  #step;
  #half = null; // the upper 32 bits of a draw whose lower ones have been given

  /** `seed` is a whole number from 0 to 2³² - 1. */
  constructor(seed) {
    const words = wordsOf(seed);
    const [a, b, c, d] = [0, 2, 4, 6].map((at) => joined(words.slice(at, at + 2)));
    this.#step = BigInt.asUintN(128, (((c << 64n) | d) << 1n) | 1n);
    this.#next();
    this.#state += (a << 64n) | b;
    this.#next();
  }

  #next() {
    this.#state = BigInt.asUintN(128, this.#state * MULTIPLIER + this.#step);
  }

  /** 64 random bits. */
  bits64() {
    this.#next();
    const high = this.#state >> 64n;
    const word = high ^ (this.#state & LOW);
    const turn = high >> 58n;
    return BigInt.asUintN(64, (word >> turn) | (word << (64n - turn)));
  }

  /** 32 random bits. */
  bits32() {
    if (this.#half !== null) {
      const half = this.#half;
      this.#half = null;
      return half;
    }
    const bits = this.bits64();
    this.#half = Number(bits >> 32n);
    return Number(bits & 0xffffffffn);
  }

  /** Uniform in [0, 1), with 53 bits. */
  random() {
    return Number(this.bits64() >> 11n) / 2 ** 53;
  }

  /** Uniform in [0, 1), with the 24 bits of a float32. */
  random32() {
    return (this.bits32() >>> 8) / 2 ** 24;
  }

  /** From the normal distribution with mean 0 and variance 1. */
  normal() {
    for (;;) {
      const bits = this.bits64();
      const layer = Number(bits & 0xffn);
      const rest = (bits >> 9n) & 0xfffffffffffffn;
      const place = Number(rest);
      const x = place * width[layer] * ((bits >> 8n) & 1n ? -1 : 1);
      if (place < surely[layer]) return x;
      if (layer === 0) return this.#tail((rest >> 8n) & 1n);
      const between = (height[layer - 1] - height[layer]) * this.random() + height[layer];
      if (between < bell(x)) return x;
    }
  }

  #tail(isNegative) {
    for (;;) {
      const x = -Math.log1p(-this.random()) / EDGE;
      const y = -Math.log1p(-this.random());
      if (2 * y > x * x) return isNegative ? -(EDGE + x) : EDGE + x;
    }
  }

  /** A whole number from 0 to `most`. */
  upTo(most) {
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    for (;;) {
      const value = (this.bits32() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** Put an array into a random order, in place. */
  shuffle(array) {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.upTo(i);
      [array[i], array[j]] = [array[j], array[i]];
    }
    return array;
  }
}
