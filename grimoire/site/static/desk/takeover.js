// Take over what stands in localStorage: what was written before a page's scripts were there, an entry
// for each field; and what an earlier version of the site kept, one entry for each page, choices by their
// letter, prompts by their number.

import { answers, course, nameOf, root } from "./answers.js";
import { parsed } from "./reading.js";

const OLD = "replies ";
const EARLY = "early ";

const entriesOf = (head) => Object.keys(localStorage).filter((name) => name.startsWith(head + root.pathname));
const saidIn = (entry) => parsed(localStorage.getItem(entry));

/** A page of the course by its path; one that is gone asks nothing. */
const pageAt = (pages, path) => pages.find(({ name }) => name === nameOf(path)) ?? { name: nameOf(path), asked: [] };

/** What is known of a question that is gone. */
const gone = (title) => ({ kind: "open", title, wording: "" });

/** The record of a reply to what was asked; none of a choice without its option. */
const recordOf = (page, { kind, title, wording }, reply, option) => {
  const record = { kind, reply, page: page.name, title, text: "", wording };
  if (kind !== "choice") return record;
  return option && { ...record, reply: option.value, option: option.text, right: Boolean(option.right) };
};

/** The name and the record of each reply that is new; one to a question that is gone has its page and its old name. */
const oldOnes = (entry, pages, known) => {
  const page = pageAt(pages, entry.slice(OLD.length));
  const replies = Object.entries(saidIn(entry)).filter(([, reply]) => typeof reply === "string");
  const records = replies.map(([field, reply]) => {
    const asked = page.asked.find(({ old }) => old === field);
    const option = asked?.options?.[reply.codePointAt(0) - "A".codePointAt(0)];
    return [asked?.name ?? `${page.name}#${field}`, recordOf(page, asked ?? gone(field), reply, option)];
  });
  return records.filter(([name, record]) => record && !known.has(name)).map(([name, record]) => [name, { ...record, at: Date.now() }]);
};

/** The name and the record of what was written, unless something newer is kept; no record where it was taken away. */
const earlyOnes = (entry, pages, known) => {
  const [, path, name] = entry.match(/^early (\S+) (.*)$/s) ?? [];
  const { reply, at } = saidIn(entry);
  if (typeof reply !== "string" || !(at > (known.get(name)?.at ?? 0))) return [];
  const page = pageAt(pages, path);
  const asked = page.asked.find((one) => one.name === name) ?? gone(name);
  const record = reply && recordOf(page, asked, reply, asked.options?.find(({ value }) => value === reply));
  return [[name, record ? { ...record, first: known.get(name)?.first ?? record.right, at } : undefined]];
};

/** Take over everything, and forget the entries once the device has the answers. */
export const takeOver = async () => {
  const [old, early] = [OLD, EARLY].map(entriesOf);
  if (!old.length && !early.length) return;
  const [{ pages }, known] = await Promise.all([course(), answers.all()]);
  const fresh = [...old.flatMap((entry) => oldOnes(entry, pages, known)), ...early.flatMap((entry) => earlyOnes(entry, pages, known))];
  if ((await answers.write(fresh)) === "device") for (const entry of [...old, ...early]) localStorage.removeItem(entry);
};
