// Check the number in a box against the values that its question knows.

import { readings } from "./numbers.js";

const all = (selector, root) => [...root.querySelectorAll(selector)];

/** Show what the question says to the number, and tell `checked` whether it is right. */
export const check = (box, checked) => {
  const values = readings(box.querySelector("input").value);
  const distance = (value) => Math.min(...values.map((given) => Math.abs(given - value)));
  const slack = (value) => Number(box.dataset.tolerance) + 1e-9 * Math.abs(value);
  const [nearest] = all("[data-value]", box)
    .filter(({ dataset: { value } }) => distance(value) <= slack(value))
    .sort((a, b) => distance(a.dataset.value) - distance(b.dataset.value));
  const shown = nearest ?? box.querySelector(values.length ? ".other" : ".unread");
  for (const feedback of all(".feedback", box)) feedback.hidden = feedback !== shown;
  if (values.length) checked(box, shown.querySelector(".verdict").matches(".right"));
};
