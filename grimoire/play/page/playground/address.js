// The state as text for an address: `data=spirals&layers=8,8`. What is as at the start is left out.
// Of two runs side by side, the second says what is other there, with `b.` before each name.

import { FIELDS, START, fieldOf } from "./fields.js";

const SECOND = "b.";
const LONGEST = 20_000; // characters that are read

/** { states, problems }: one state or two, and a sentence for each part of the text that is not as it should be. */
export function read(text) {
  if (text.length > LONGEST) {
    return { states: [START], problems: [`The address has ${text.length} characters, and at most ${LONGEST} are read: the playground begins as usual.`] };
  }
  const problems = [];
  const first = { ...START };
  const parts = [...new URLSearchParams(text.replaceAll("+", "%2B"))];
  const isSecond = ([name]) => name.startsWith(SECOND);
  for (const part of parts.filter((part) => !isSecond(part))) take(first, ...part, problems);
  const others = parts.filter(isSecond);
  if (!others.length) return { states: [first], problems };
  const second = { ...first };
  for (const [name, value] of others) take(second, name.slice(SECOND.length), value, problems);
  return { states: [first, second], problems };
}

function take(state, name, text, problems) {
  const field = fieldOf(name);
  if (!field) {
    problems.push(`The address has “${brief(name)}”, which this playground does not know: that part is left out.`);
    return;
  }
  const value = field.kind.read(text, field);
  if (value === undefined) problems.push(`${field.label} in the address must be ${field.kind.wanted(field)}, and is “${brief(text)}”: it stays ${shown(field, state)}.`);
  else state[name] = value;
}

const brief = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const shown = (field, state) => field.kind.write(state[field.name]) || "empty";

/** The text of one state, or of two. */
export function write([first, second]) {
  const parts = differences(START, first);
  if (second) {
    const others = differences(first, second);
    parts.push(...(others.length ? others : [`seed=${second.seed}`]).map((part) => SECOND + part));
  }
  return parts.join("&");
}

/** What is other in the second state, in words: "Optimizer: Adam, learning rate: 0.01". */
export const wordsOf = (from, to) =>
  FIELDS.filter(({ name, kind }) => name !== "epochs" && kind.write(from[name]) !== kind.write(to[name]))
    .map(({ name, kind, label, options }) => `${label}: ${(typeof to[name] === "string" && options?.[to[name]]) || kind.write(to[name]) || "none"}`)
    .join(", ");

const differences = (from, to) =>
  FIELDS.filter(({ name, kind }) => kind.write(from[name]) !== kind.write(to[name])).map(({ name, kind }) => `${name}=${kind.write(to[name])}`);
