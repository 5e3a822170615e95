// The controls, made from the table of fields: each says its name and its value.

import { make, newId } from "../dom.js";
import { FIELDS, GROUPS } from "./fields.js";
import { CHOICE, NUMBER, SET, SWITCH, WHOLE } from "./kinds.js";

/** The values that the slider of a learning rate offers. */
const RATES = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((k) => (k % 2 ? [10 ** ((k - 9) / 2)] : [3 * 10 ** ((k - 10) / 2)])).concat(1, 3, 10);

/** Which fields have no say in a state. */
const IDLE = {
  n: ({ data }) => data === "own",
  noise: ({ data }) => data === "own",
  momentum: ({ optimizer }) => optimizer !== "sgd",
  nesterov: ({ optimizer, momentum }) => optimizer !== "sgd" || !momentum,
  dropout: ({ layers }) => !layers.length,
};

export class Controls {
  /** `onInput(name, value)` hears of each change, `onChange()` when the reader has made up her mind. */
  constructor(onInput, onChange) {
    this.parts = FIELDS.filter(({ group, name }) => group && name !== "data" && name !== "layers").map((field) => {
      const made = MAKERS.get(field.kind)(field, (value) => onInput(field.name, value));
      made.box.addEventListener("change", onChange);
      return { field, ...made };
    });
    this.groups = Object.keys(GROUPS)
      .map((group) => ({ group, parts: this.parts.filter(({ field }) => field.group === group) }))
      .filter(({ parts }) => parts.length)
      .map(({ group, parts }) => make("fieldset", { className: `play-group play-${group}` }, make("legend", {}, GROUPS[group]), parts.map(({ box }) => box)));
  }

  show(state) {
    for (const { field, box, show } of this.parts) {
      show(state[field.name]);
      box.hidden = Boolean(IDLE[field.name]?.(state));
    }
    for (const group of this.groups) group.hidden = state.hide.some((name) => group.classList.contains(`play-${name}`));
  }
}

const labelled = (label, input, ...more) => {
  input.id = newId("field");
  return make("div", { className: "play-field" }, make("label", { for: input.id }, label), input, more);
};

function slider({ label, least, most, step, isLogarithmic }, tell) {
  const [first, last, by] = isLogarithmic ? [0, RATES.length - 1, 1] : [least, most, step];
  const input = make("input", { type: "range", min: first, max: last, step: by });
  const output = make("output", { "aria-hidden": "true" });
  const read = () => tidy(isLogarithmic ? RATES[input.value] : Number(input.value));
  const say = (value) => {
    output.textContent = value;
    input.setAttribute("aria-valuetext", value);
  };
  input.addEventListener("input", () => {
    say(read());
    tell(read());
  });
  const show = (value) => {
    input.value = isLogarithmic ? nearest(value) : value;
    say(value);
  };
  return { box: labelled(label, input, output), show };
}

const tidy = (value) => Number(value.toPrecision(6));
const nearest = (rate) => RATES.reduce((best, value, k) => (Math.abs(Math.log(value / rate)) < Math.abs(Math.log(RATES[best] / rate)) ? k : best), 0);

/** A number to type, for what has no more and less. */
function numeral({ label, least, most }, tell) {
  const input = make("input", { type: "number", min: least, max: most, step: 1, inputMode: "numeric" });
  let last = least;
  input.addEventListener("change", () => {
    const isRight = input.value !== "" && input.validity.valid;
    if (isRight) tell((last = Number(input.value)));
    else input.value = last;
  });
  return { box: labelled(label, input), show: (value) => (input.value = last = value) };
}

function choice({ label, options }, tell) {
  const input = make("select", {}, Object.entries(options).map(([value, words]) => make("option", { value }, words)));
  input.addEventListener("change", () => tell(input.value));
  return { box: labelled(label, input), show: (value) => (input.value = value) };
}

function toggle({ label }, tell) {
  const input = make("input", { type: "checkbox" });
  input.addEventListener("change", () => tell(input.checked));
  return { box: make("div", { className: "play-field" }, make("label", { className: "play-tick" }, input, label)), show: (value) => (input.checked = value) };
}

/** Boxes to tick; the last one that is ticked stays, where one is needed. */
function set({ label, options, mayBeEmpty }, tell) {
  const inputs = Object.keys(options).map((value) => make("input", { type: "checkbox", value }));
  const chosen = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);
  for (const input of inputs) {
    input.addEventListener("change", () => {
      if (!chosen().length && !mayBeEmpty) input.checked = true;
      else tell(chosen());
    });
  }
  const ticks = inputs.map((input) => make("label", { className: "play-tick" }, input, options[input.value]));
  const box = make("fieldset", { className: "play-field play-set" }, make("legend", {}, label), ticks);
  return { box, show: (values) => inputs.forEach((input) => (input.checked = values.includes(input.value))) };
}

const MAKERS = new Map([
  [NUMBER, slider],
  [WHOLE, (field, tell) => (field.name === "seed" ? numeral : slider)(field, tell)],
  [CHOICE, choice],
  [SWITCH, toggle],
  [SET, set],
]);
