// The reader's answers: one record for each question, prompt and task, by the name that the course gives
// it. The store is the truth; a page shows what it holds.
//
// A record is { kind, reply, page, title, text, wording, at }, and of a choice also { option }, the words
// that were chosen. `title`, `text` and `wording` are those of the question when it was answered. What
// can be checked has { right, first }: whether the reply is right, and whether the first one was.

import { store } from "../kept.js";

export const answers = store("answers");
const undo = store("undo");

// Pages load this at once where there are answers, and elsewhere when a field comes near.
answers.watch(() => {
  try {
    localStorage.setItem("answers", "kept");
  } catch {
    // Then they are loaded when a field comes near.
  }
});

/** The address of the site's root, and the name of this page in it. */
export const root = new URL("../../", import.meta.url);
export const nameOf = (pathname) =>
  decodeURI(pathname.slice(root.pathname.length)).replace(/(^|\/)$/, "$1index").replace(/\.html$/, "");
export const addressOf = (page) => new URL(`${encodeURI(page)}.html`, root).href;

/** The record of a question that may have had other names; from then on it is kept under this one. */
export const recordOf = async (records, name, before = []) => {
  if (records.has(name)) return records.get(name);
  const old = before.find((one) => records.has(one));
  if (!old) return undefined;
  records.set(name, records.get(old));
  records.delete(old);
  await answers.write([
    [name, records.get(name)],
    [old, undefined],
  ]);
  return records.get(name);
};

/** What the reader has answered, in words. */
export const wordsOf = (record) => record?.option ?? record?.reply ?? "";
export const isAnswered = (record) => Boolean(record?.reply);

/**
 * Put other records in the place of some, so that the reader can have these back; answers how it is kept.
 * `code` are pages, each with the text of its code that is replaced as well, by whoever calls.
 */
export const replace = async (entries, what, code = []) => {
  const records = await answers.all();
  const before = entries.map(([name]) => [name, records.get(name)]);
  const how = await answers.write(entries);
  await undo.put("last", { what, before, code });
  return how;
};

/** What was replaced last, or undefined. */
export const lastReplaced = () => undo.get("last");

/** Put it back; answers the code of pages that was replaced with it. */
export const bringBack = async () => {
  const { before = [], code = [] } = (await lastReplaced()) ?? {};
  await answers.write(before);
  await undo.delete("last");
  return code;
};

let asked = null;

/** What the course asks, on all its pages; not taken from the browser's cache without asking. */
export const course = () =>
  (asked ??= fetch(new URL("course.json", import.meta.url), { cache: "no-cache" })
    .then((answer) => {
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      return answer.json();
    })
    .catch((error) => {
      asked = null;
      throw error;
    }));
