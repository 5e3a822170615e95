// Take over what an earlier version of the site kept: one entry of localStorage for each page, choices by
// their letter, prompts by their number.

import { answers, course, nameOf, root } from "./answers.js";

const HEAD = "replies ";

const oldEntries = () => Object.keys(localStorage).filter((name) => name.startsWith(HEAD + root.pathname));

const repliesIn = (entry) => {
  try {
    return Object.entries(Object(JSON.parse(localStorage.getItem(entry)))).filter(([, reply]) => typeof reply === "string");
  } catch {
    return [];
  }
};

/** The record of an old reply; one to a question that is gone is kept under its page and its old name. */
const recordOf = (page, field, reply) => {
  const asked = page.asked.find(({ old }) => old === field);
  if (!asked) return [`${page.name}#${field}`, { kind: "open", reply, page: page.name, title: field, text: "", wording: "" }];
  const { name, kind, title, wording, options = [] } = asked;
  const record = { kind, reply, page: page.name, title, text: "", wording };
  if (kind !== "choice") return [name, record];
  const option = options[reply.codePointAt(0) - "A".codePointAt(0)];
  return option && [name, { ...record, reply: option.value, option: option.text, right: Boolean(option.right) }];
};

/** Take over everything, and forget the old entries once the device has the new ones. */
export const takeOver = async () => {
  const entries = oldEntries();
  if (!entries.length) return;
  const [{ pages }, known] = await Promise.all([course(), answers.all()]);
  const records = entries.flatMap((entry) => {
    const name = nameOf(entry.slice(HEAD.length));
    const page = pages.find((one) => one.name === name) ?? { name, asked: [] };
    return repliesIn(entry).map(([field, reply]) => recordOf(page, field, reply)).filter(Boolean);
  });
  const at = Date.now();
  const fresh = records.filter(([name]) => !known.has(name)).map(([name, record]) => [name, { ...record, at }]);
  if ((await answers.write(fresh)) === "device") for (const entry of entries) localStorage.removeItem(entry);
};
