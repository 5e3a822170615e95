// The bar at the end of a page: copy all answers as Markdown, or clear them, and have them back.

import { answers, bringBack, replace } from "./answers.js";
import { button, make, plural } from "./make.js";
import { textOf, titleOf } from "./words.js";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const barOf = () => document.querySelector(".answers");
const fieldsOf = () => all("[data-keep]").filter((field) => field.type !== "checkbox");

const say = (text, ...more) => barOf().querySelector("[role=status]").replaceChildren(text, ...more);

// Others add theirs, such as code that the reader has changed: they listen for "answers".
const ofOthers = () => {
  const others = [];
  document.dispatchEvent(new CustomEvent("answers", { detail: others }));
  return others;
};

const ofFields = () =>
  fieldsOf()
    .filter((field) => (field.type === "radio" ? field.checked : field.value.trim()))
    .map((field) => {
      const reply = field.type === "radio" ? textOf(field.nextElementSibling) : field.value.trim();
      return `**${titleOf(field.closest(".question, .prompt"))}**\n\n${reply}`;
    });

const showText = (text) => {
  say("This browser does not let the page copy. Copy the text below yourself.");
  const bar = barOf();
  const box = bar.querySelector("textarea") ?? bar.appendChild(make("textarea", { "aria-label": "Your answers", readOnly: true }));
  box.value = text;
  box.select();
};

export const copy = async () => {
  const replies = [...ofFields(), ...ofOthers()];
  if (!replies.length) return say("There is no answer on this page yet.");
  const page = `# ${textOf(document.querySelector("h1"))}\n\n${location.href.split("#")[0]}`;
  const text = [page, ...replies].join("\n\n") + "\n";
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${plural(replies.length, "answer")}.`);
  } catch {
    showText(text);
  }
};

export const clear = async () => {
  const names = [...new Set(fieldsOf().map(({ dataset }) => dataset.keep))];
  const records = await answers.all();
  const kept = names.filter((name) => records.has(name));
  if (!kept.length) return say("There is no answer on this page yet.");
  const what = `Cleared ${plural(kept.length, "answer")}.`;
  await replace(kept.map((name) => [name, undefined]), what);
  const undo = button("Undo", async () => {
    await bringBack();
    say("Your answers are back.");
    barOf().querySelector("[data-do=clear]").focus();
  });
  say(`${what} `, undo);
};
