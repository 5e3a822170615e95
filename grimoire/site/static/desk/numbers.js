// Read what a person writes as a number. Some texts can be read in two ways; then both are returned, and
// the question takes the one that comes nearest to a value it knows.

import { Reader } from "./expression.js";

const LONGEST = 200;
const TIMES = { thousand: 1e3, k: 1e3, million: 1e6, billion: 1e9 };
const ABOUT = /^(?:[≈~≃≅=]|(?:about|around|roughly|approximately|approx\.?|ca\.?|circa|nearly|almost)\b\.?)\s*/i;
const UNIT = /^(?:[a-zµ°€$£²³/.\s-]|\^[23])*$/i;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SPACES = "[\\s\\u00a0\\u2009\\u202f_]";

/** One spelling for signs that look alike; ½ becomes a sum, 10⁻³ a power. */
const plain = (text) =>
  text
    .replace(/[¼-¾⅐-⅞↉]/g, (sign) => ` ${sign.normalize("NFKC").replace("⁄", "/")}`)
    .replace(/⁻?[⁰¹²³⁴-⁹]+/g, (power) => `^(${[...power].map((sign) => (sign === "⁻" ? "-" : SUPERSCRIPTS.indexOf(sign))).join("")})`)
    .normalize("NFKC")
    .replace(/−|(?<![\d)]\s*)[–—]/g, "-") // between numbers a dash says "to"
    .replace(/[×·⋅]/g, "*")
    .replace(/[÷∕⁄]/g, "/")
    .replace(/√/g, "sqrt ")
    .replace(/π/g, "pi ")
    .replace(/\*\*/g, "^")
    .replace(/\b(?:np|numpy|math)\./g, "")
    .trim();

/** The text without marks between thousands; a mark that may be one is read so. */
const ungrouped = (text) =>
  text
    .replace(new RegExp(`(?<![\\d.,])(\\d{1,3})((?:(?:${SPACES}|['’ʼ])\\d{3})+)(?!\\d)`, "g"), (all) => all.replace(/\D/g, ""))
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?=\.\d)/g, (all) => all.replaceAll(",", ""))
    .replace(/(?<![\d.,])\d{1,3}(?:\.\d{3})+(?=,\d)/g, (all) => all.replaceAll(".", ""));

const GROUPED = /(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d.,])|(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,])/g;
/** Nobody writes forty as 40,000: where a comma may stand between thousands, a last 0 says that it does. */
const ONLY_GROUPED = /(?<![\d.,])[1-9]\d{0,2}(?:,\d{2}0|(?:,\d{3}){2,}|(?:\.\d{3}){2,})(?![\d.,])/;

const spellings = (text) => {
  const one = ungrouped(text);
  const asThousands = one.replace(GROUPED, (number) => number.replace(/[.,]/g, "")).replaceAll(",", ".");
  const asDecimals = one.replaceAll(",", ".");
  return ONLY_GROUPED.test(one) ? [asThousands] : [...new Set([asDecimals, asThousands])];
};

/** What a text in one spelling says: a number, and a percentage also as the number before its sign. */
const valuesOf = (text) => {
  const reader = new Reader(text);
  const value = reader.sum();
  const times = reader.take(/^\s*(%|(?:percent|per cent|thousand|million|billion|k)\b)/i)?.[1].toLowerCase();
  if (!UNIT.test(reader.rest)) return [];
  if (times === "%" || times?.startsWith("per")) return [value / 100, value];
  return [times ? value * TIMES[times] : value];
};

/** Every number that a text may say; none where it says none. */
export const readings = (text) => {
  if (text.length > LONGEST) return [];
  let rest = plain(text);
  for (let before; before !== rest; ) [before, rest] = [rest, rest.replace(ABOUT, "")];
  return spellings(rest).flatMap(valuesOf).filter(Number.isFinite);
};
