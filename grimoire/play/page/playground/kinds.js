// The kinds of value that a field of the state can have: how each is read from the text of an
// address, and written into one. `read` returns undefined for a text that is no such value, and
// `wanted` says what would be one.

const within = ({ least, most }, value) => (value >= least && value <= most ? value : undefined);

const NUMERAL = /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i;

export const NUMBER = {
  read: (text, field) => (NUMERAL.test(text) ? within(field, Number(text)) : undefined),
  write: String,
  wanted: ({ least, most }) => `a number from ${least} to ${most}`,
};

export const WHOLE = {
  read: (text, field) => (/^\d+$/.test(text) ? within(field, Number(text)) : undefined),
  write: String,
  wanted: ({ least, most }) => `a whole number from ${least} to ${most}`,
};

export const SWITCH = {
  read: (text) => ({ yes: true, no: false })[text],
  write: (value) => (value ? "yes" : "no"),
  wanted: () => "yes or no",
};

export const CHOICE = {
  read: (text, { options }) => (Object.hasOwn(options, text) ? text : undefined),
  write: String,
  wanted: ({ options }) => `one of ${Object.keys(options).join(", ")}`,
};

export const SET = {
  read: (text, { options, mayBeEmpty }) => {
    const names = text ? text.split(",") : [];
    const isRight = names.every((name) => Object.hasOwn(options, name)) && (names.length > 0 || mayBeEmpty);
    return isRight ? Object.keys(options).filter((name) => names.includes(name)) : undefined;
  },
  write: (names) => names.join(","),
  wanted: ({ options }) => `some of ${Object.keys(options).join(", ")}, with commas between them`,
};

export const SIZES = {
  read: (text, { most, widest }) => {
    const sizes = text ? text.split(",") : [];
    const isRight = sizes.length <= most && sizes.every((size) => /^\d$/.test(size) && size >= 1 && size <= widest);
    return isRight ? sizes.map(Number) : undefined;
  },
  write: (sizes) => sizes.join(","),
  wanted: ({ most, widest }) => `up to ${most} sizes from 1 to ${widest}, with commas between them, such as 4,2`,
};

export const POINTS = {
  read: (text, { most }) => {
    const rows = text ? text.split("~") : [];
    const points = rows.map((row) => row.split("_"));
    const isPoint = ([x1, x2, y, ...more]) => NUMERAL.test(x1) && NUMERAL.test(x2) && /^[01]$/.test(y) && !more.length;
    return rows.length <= most && points.every(isPoint) ? points.map((point) => point.map(Number)) : undefined;
  },
  write: (points) => points.map((point) => point.join("_")).join("~"),
  wanted: ({ most }) => `up to ${most} points such as 0.5_-1_0, with ~ between them`,
};
