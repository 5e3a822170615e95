// NumPy's `default_rng`, draw for draw, so that the playground and nnlib begin with the same points
// and the same weights: PCG64 (O'Neill, 2014), seeded by NumPy's SeedSequence, with the normal
// numbers of the ziggurat method (Marsaglia and Tsang, 2000).

const LIMB = 2 ** 16; // a number of 128 bits is eight of these, the lowest first: their products are exact
const MULTIPLIER = Float64Array.of(0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360);
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

/** The limbs of a number whose 64-bit halves come highest first, each as its two words, lowest first. */
const limbsOf = ([a, b, c, d]) => [c, d, a, b].flatMap((word) => [word % LIMB, Math.floor(word / LIMB)]);

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
  #state = new Float64Array(8);
  #spare = new Float64Array(8);
  #step;
  #half = null; // the upper 32 bits of a draw whose lower ones have been given
  #low = 0; // of the newest 64 random bits
  #high = 0;

  /** `seed` is a whole number from 0 to 2³² - 1. */
  constructor(seed) {
    const words = wordsOf(seed);
    this.#step = doubledAndOne(limbsOf(words.slice(4)));
    this.#next();
    this.#add(limbsOf(words.slice(0, 4)));
    this.#next();
  }

  /** state = state * MULTIPLIER + step, modulo 2¹²⁸. */
  #next() {
    const [before, after, step] = [this.#state, this.#spare, this.#step];
    let carry = 0;
    for (let k = 0; k < 8; k++) {
      let sum = carry + step[k];
      for (let i = 0; i <= k; i++) sum += before[i] * MULTIPLIER[k - i];
      carry = Math.floor(sum / LIMB);
      after[k] = sum - carry * LIMB;
    }
    [this.#state, this.#spare] = [after, before];
  }

  #add(limbs) {
    let sum = 0;
    for (let k = 0; k < 8; k++) {
      sum += this.#state[k] + limbs[k];
      this.#state[k] = sum % LIMB;
      sum = Math.floor(sum / LIMB);
    }
  }

  /** Make 64 new bits: the state's halves, one laid over the other and turned by its six highest bits. */
  #draw() {
    this.#next();
    const s = this.#state;
    const low = (s[0] ^ s[4]) | ((s[1] ^ s[5]) << 16);
    const high = (s[2] ^ s[6]) | ((s[3] ^ s[7]) << 16);
    const turn = s[7] >> 10;
    const [a, b] = turn < 32 ? [low, high] : [high, low];
    this.#low = turned(a, b, turn % 32);
    this.#high = turned(b, a, turn % 32);
  }

  /** 32 random bits. */
  bits32() {
    if (this.#half !== null) {
      const half = this.#half;
      this.#half = null;
      return half;
    }
    this.#draw();
    this.#half = this.#high;
    return this.#low;
  }

  /** Uniform in [0, 1), with 53 bits. */
  random() {
    this.#draw();
    return (this.#high * 2 ** 21 + (this.#low >>> 11)) / 2 ** 53;
  }

  /** Uniform in [0, 1), with the 24 bits of a float32. */
  random32() {
    return (this.bits32() >>> 8) / 2 ** 24;
  }

  /** From the normal distribution with mean 0 and variance 1. */
  normal() {
    for (;;) {
      this.#draw();
      const low = this.#low;
      const layer = low & 0xff;
      const place = (this.#high & 0x1fffffff) * 2 ** 23 + (low >>> 9);
      const x = place * width[layer] * (low & 0x100 ? -1 : 1);
      if (place < surely[layer]) return x;
      if (layer === 0) return this.#tail(low & 0x20000);
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

/** The lower 32 bits of `high` and `low`, side by side, moved to the right. */
const turned = (low, high, by) => (by ? (low >>> by) | (high << (32 - by)) : low) >>> 0;

function doubledAndOne(limbs) {
  let carry = 1;
  return limbs.map((limb) => {
    const double = 2 * limb + carry;
    carry = double >= LIMB ? 1 : 0;
    return double % LIMB;
  });
}
