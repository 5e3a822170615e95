// The fields of a page in which readers answer: they show what is kept, and keep what is written.

import { answers, isAnswered, nameOf, recordOf, root, wordsOf } from "./answers.js";
import { how } from "../kept.js";
import { button, make, plural } from "./make.js";
import { bodyOf, textOf, titleOf } from "./words.js";

const PAGE = nameOf(location.pathname);
const LACKS = {
  page: "This browser keeps nothing for this site.",
  full: "There is no room left in this browser, so what you write now is not kept.",
};

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
/** From each name to its fields: one, or the options of a choice. */
const byName = new Map();
const barOf = () => document.querySelector(".answers");

/** Find the fields of the page as it is now: who writes the course sees it change. */
const look = () => {
  const fields = all("[data-keep]");
  byName.clear();
  for (const field of fields) byName.set(field.dataset.keep, [...(byName.get(field.dataset.keep) ?? []), field]);
  return fields;
};

/** How often each name is being kept now, and whether its first reply was right. */
const pending = new Map();
const firsts = new Map();

const blockOf = (field) => field.closest(".question, .prompt, .task");
const isMark = (field) => field.type === "radio" || field.type === "checkbox";
const replyOf = (field) => (isMark(field) && !field.checked ? "" : field.value.trim() && field.value);

const kindOf = (field) => {
  if (field.type === "checkbox") return "task";
  if (field.type === "radio") return "choice";
  if (field.closest(".prompt")) return "prompt";
  return field.closest(".numeric") ? "numeric" : "open";
};

/** What is said of a question when it is answered now. */
const factsOf = (field) => {
  const block = blockOf(field);
  return {
    kind: kindOf(field),
    page: PAGE,
    title: titleOf(block),
    text: bodyOf(block),
    wording: block.dataset.wording ?? "",
    at: Date.now(),
  };
};

// Keeping.

/** The record of what stands in a field; none where nothing does, and nothing was tried. */
const recordIn = (field) => {
  const facts = { ...factsOf(field), reply: replyOf(field), first: firsts.get(field.dataset.keep) };
  if (facts.kind === "choice") {
    facts.right = field.hasAttribute("data-right");
    facts.first ??= facts.right;
    facts.option = textOf(field.nextElementSibling).replace(/^[A-Z] /, "");
  }
  return facts.reply || facts.first !== undefined ? facts : undefined;
};

const keep = async (field) => {
  const name = field.dataset.keep;
  pending.set(name, (pending.get(name) ?? 0) + 1);
  const kept = answers.put(name, recordIn(field));
  for (const one of byName.get(name)) delete one.dataset.unkept;
  note(blockOf(field), "changed", null);
  warn(blockOf(field), await kept);
  if (pending.get(name) > 1) pending.set(name, pending.get(name) - 1);
  else pending.delete(name);
};

/** A number has been checked. */
export const checked = (box, right) => {
  const { keep: name } = box.querySelector("[data-keep]").dataset;
  firsts.set(name, firsts.get(name) ?? right);
  return answers.change(name, (old) => old && { ...old, right, first: old.first ?? right });
};

// Saying.

/** Put a note of a kind below a block, in the place of the one that it has. */
const note = (block, kind, content) => {
  block.querySelector(`.block-note.${kind}`)?.remove();
  if (content) block.append(make("div", { className: `block-note ${kind}` }, ...[content].flat()));
};

/** Say where the reader is that what is written here will be gone. */
const warn = (block, kept) => {
  const last = document.querySelector(".block-note.unkept");
  if (last && !(kept in LACKS)) return last.remove();
  if (!(kept in LACKS) || last?.parentElement === block) return;
  last?.remove();
  note(block, "unkept", make("p", { role: "status", textContent: `${LACKS[kept]} ${barOf() ? "Copy your answers" : "Write it down"} before you leave.` }));
};

const sayChanged = (block, name, record) => {
  const group = byName.get(name);
  const isGone = group[0].type === "radio" && !group.some(({ value }) => value === record.reply);
  const isOther = record.wording && block.dataset.wording && record.wording !== block.dataset.wording;
  if (isGone) {
    const text = `Your answer was “${wordsOf(record)}”. The options have changed since: choose again.`;
    return note(block, "changed", make("p", { textContent: text }));
  }
  if (!isOther) return note(block, "changed", null);
  const still = button("My answer still holds", async () => {
    await answers.change(name, (old) => old && { ...old, ...factsOf(group[0]) });
  });
  const was = [record.title, record.text].filter(Boolean).join("\n\n");
  note(block, "changed", [
    make("p", { textContent: "This question has changed since you answered it. It was:" }),
    make("blockquote", { textContent: was }),
    still,
  ]);
};

// Showing.

/** Whether a field was used before what is kept was known: the page marks it when it is. */
const isUnkept = (field) => "unkept" in field.dataset;
let isWatching = false;

const show = (name, record) => {
  const group = byName.get(name);
  firsts.set(name, record?.first);
  const isNewer = pending.has(name) || group.some(isUnkept);
  for (const field of isNewer ? [] : group) {
    if (isMark(field)) field.checked = Boolean(record) && record.reply === field.value;
    else if (field.value !== wordsOf(record)) field.value = wordsOf(record);
    field.dispatchEvent(new Event("shown"));
  }
  const block = blockOf(group[0]);
  block.classList.toggle("answered", isAnswered(record));
  block.classList.toggle("is-right", isAnswered(record) && record.right === true);
  if (isAnswered(record)) sayChanged(block, name, record);
  else note(block, "changed", null);
};

/** Beside a question that was asked before, show what the reader has answered there. */
const showAsked = (records) => {
  for (const box of all("[data-asked]")) {
    const words = wordsOf(records.get(box.dataset.asked));
    box.querySelector("blockquote").textContent = words;
    box.hidden = !words;
  }
};

/** Answers of this page whose questions are gone from it. */
const showLeftOver = (records) => {
  const count = [...records].filter(([name, { page, kind, reply }]) => page === PAGE && kind !== "task" && reply && !byName.has(name)).length;
  const place = barOf()?.querySelector(".left-over");
  if (place) place.textContent = count ? `${plural(count, "answer")} of yours to questions that this page no longer has: see all your answers.` : "";
};

const showAll = async (records) => {
  for (const [name, [first]] of byName) show(name, await recordOf(records, name, first.dataset.was?.split(" ")));
  showAsked(records);
  showLeftOver(records);
};

const follow = async (names) => {
  if (names === null) return showAll(await answers.all());
  for (const name of names.filter((one) => byName.has(one))) show(name, await answers.get(name));
  if (all("[data-asked]").length) showAsked(await answers.all());
};

const takeOver = async () => {
  const isOurs = (name) => ["replies", "early"].some((head) => name.startsWith(`${head} ${root.pathname}`));
  if (!Object.keys(localStorage).some(isOurs)) return;
  const script = await import("./takeover.js");
  await script.takeOver();
};

/** Show what is kept, and keep what is written. */
export const open = async () => {
  const fields = look();
  await takeOver();
  await showAll(await answers.all());
  for (const field of fields) field.addEventListener("input", () => keep(field));
  if (!isWatching) answers.watch(follow);
  isWatching = true;
  await Promise.all(fields.filter((field) => isUnkept(field) && (field.type !== "radio" || field.checked)).map(keep));
  if (fields.length) warn(blockOf(fields[0]), await how());
};
