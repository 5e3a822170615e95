// The words that the course knows, and what a reader meant who wrote another one.
"use strict";

const GREEK = Object.fromEntries(
  ("alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ kappa κ lambda λ mu μ nu ν xi ξ pi π " +
    "rho ρ sigma σ tau τ phi φ chi χ psi ψ omega ω nabla ∇").match(/\S+ \S+/g).map((pair) => pair.split(" ")),
);

/** Words that stand in most sections, so that they tell none from another. */
const COMMON = new Set(
  ("a about an and are as at be by can do does for from get give how i in is it its me mean means my of on one or " +
    "should so tell that the then this to use used was we what whats when where which who why will with you your").split(" "),
);

/** How the other half of the English-speaking world would write it. */
const SPELLINGS = [[/our/, "or"], [/or/, "our"], [/is(e|ing|ed|ation)/, "iz$1"], [/iz(e|ing|ed|ation)/, "is$1"], [/ys(e|ing|ed)$/, "yz$1"], [/yz(e|ing|ed)$/, "ys$1"], [/re$/, "er"], [/er$/, "re"], [/ll(ed|ing|er)$/, "l$1"], [/l(ed|ing|er)$/, "ll$1"], [/ogue/, "og"], [/og$/, "ogue"], [/ey/, "ay"], [/ay/, "ey"], [/mme$/, "m"], [/m$/, "mme"], [/se$/, "ce"], [/ce$/, "se"], [/cence/, "cense"]];
const ENDINGS = /(?:ness|ment|ing|ies|ed|es|ly|er|al|s|d)$/;
const MIDDLING = [4, 5]; // letters: such a word may have one slip, a longer one two, a shorter one none

const APART = /(?:[^\p{L}\p{N}\p{M}\p{Sm}_^+=#.]|[<>|~])+/u; // what stands between two words

class Spelling {
  /** `words` with spaces between them, the frequent ones first; nobody means those of `code` by another word. */
  constructor(words, code) {
    this.code = new Set(code.split(" "));
    this.words = words.split(" ");
    this.rank = new Map(this.words.map((word, place) => [word, place]));
  }

  /** The words of a query that say what is looked for, as the course writes them, and what was changed. */
  read(query) {
    const plain = query.toLowerCase().normalize("NFD").replace(/\u0302/g, "^").normalize("NFC").replace(/[’']s\b/g, "");
    const all = plain.split(APART).map((word) => word.replace(/^\.+|\.+$/g, "")).filter((word) => /[^_^+=#.]/.test(word));
    const telling = all.filter((word) => !COMMON.has(word));
    const words = [], changed = [], unknown = [];
    for (const word of telling.length ? telling : all) {
      const known = this.known(word);
      if (known === null) unknown.push(word);
      else words.push(known);
      if (known && known !== word && known !== GREEK[word]) changed.push([word, known]);
    }
    return { words, changed, unknown };
  }

  /** The word as the course writes it; null where it has nothing like it. */
  known(word) {
    if (this.rank.has(GREEK[word])) return GREEK[word];
    if (!/^\p{L}{3,}$/u.test(word)) return word;
    const other = this.otherSpelling(word);
    if (other) return other;
    return this.has(word) ? word : this.nearest(word);
  }

  has(word) {
    return this.rank.has(word) || this.code.has(word) || this.rank.has(word.replace(ENDINGS, "")) || this.words.some((one) => one.startsWith(word));
  }

  /** The spelling that the course uses, where it uses it more. */
  otherSpelling(word) {
    const mine = this.rank.get(word) ?? Infinity;
    const others = SPELLINGS.map(([from, to]) => word.replace(from, to));
    return others.find((other) => other !== word && (this.rank.get(other) ?? Infinity) < mine);
  }

  /** The word with the fewest slips in between; of several the most frequent. */
  nearest(word) {
    const [least, long] = MIDDLING;
    let most = word.length > long ? 2 : 1;
    let found = null;
    if (word.length < least) return null;
    for (const one of this.words) {
      if (Math.abs(one.length - word.length) > most) continue;
      const slips = distance(word, one, most);
      if (slips < most || (slips === most && !found)) [found, most] = [one, slips];
    }
    return found;
  }
}

/** How many letters are wrong, missing, too many or exchanged with their neighbour; more than `most` is not counted. */
const distance = (one, other, most) => {
  let before = [];
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const wrong = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + wrong);
      const exchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (exchanged) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return Infinity;
    [before, row] = [row, next];
  }
  return row[other.length];
};
