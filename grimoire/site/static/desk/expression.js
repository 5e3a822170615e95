// Compute what a person writes where a number is asked: 1/16, 2 ln 10, 28^2.

const NAMES = {
  ln: Math.log,
  log: Math.log, // as in NumPy and in this course
  exp: Math.exp,
  sqrt: Math.sqrt,
  pi: Math.PI,
  e: Math.E,
};

/** A sum, product, power or call at the beginning of a text; `rest` is what follows it. */
export class Reader {
  constructor(text) {
    this.rest = text;
  }

  take(pattern) {
    const found = this.rest.match(pattern);
    if (found) this.rest = this.rest.slice(found[0].length);
    return found;
  }

  sum() {
    let value = this.product();
    for (let sign; (sign = this.take(/^\s*([-+])(?=\s*[\d.(a-z])/i)); ) value += (sign[1] === "-" ? -1 : 1) * this.product();
    return value;
  }

  product() {
    let value = this.power();
    for (let sign; (sign = this.take(/^\s*([*/])/) ?? this.take(/^\s*(x)(?=\s*\d)/i)); ) {
      value = sign[1] === "/" ? value / this.power() : value * this.power();
    }
    return value;
  }

  power() {
    const sign = this.take(/^\s*([-+])/);
    if (sign) return (sign[1] === "-" ? -1 : 1) * this.power();
    const base = this.factor();
    return this.take(/^\s*\^/) ? base ** this.power() : base;
  }

  factor() {
    const number = this.take(/^\s*((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/i);
    if (number) return this.followed(Number(number[1]));
    if (this.take(/^\s*\(/)) {
      const value = this.sum();
      return this.take(/^\s*\)/) ? value : NaN;
    }
    const name = this.take(/^\s*(ln|log|exp|sqrt|pi|e)(?![a-z])/i)?.[1].toLowerCase();
    if (!name) return NaN;
    return typeof NAMES[name] === "function" ? NAMES[name](this.power()) : NAMES[name];
  }

  /** A number with a fraction behind it, as 1 1/2, or with a name, as 2 pi. */
  followed(number) {
    const fraction = this.take(/^\s+(\d+)\s*\/\s*(\d+)(?!\d)/);
    if (fraction) return number + fraction[1] / fraction[2];
    return /^\s*(?:ln|log|exp|sqrt|pi)(?![a-z])/i.test(this.rest) ? number * this.power() : number;
  }
}
