// All that is kept, as a file, and such a file read again. Nothing in a file is trusted: what is no answer
// is left out, and of each answer only what we know is taken.

import { answers, course, root, wordsOf } from "./answers.js";
import { cellsIn, codeOf } from "./code.js";
import { noteOf, parsed as read } from "./reading.js";

const FORMAT = "course answers";
const VERSION = 1;
const LARGEST = 20e6; // bytes
const LONGEST = 1e6; // characters of one text

const TEXTS = ["kind", "reply", "option", "page", "title", "text", "wording"];
const FLAGS = ["right", "first"];
const KINDS = ["open", "numeric", "choice", "prompt", "task"];

/** The answers of these pages, or of all, with the code, the ticks, and what is read. */
export const asBackup = async (isWanted = () => true) => {
  const [{ pages }, records] = await Promise.all([course(), answers.all()]);
  const wanted = [...records].filter(([, { page }]) => isWanted(page));
  const code = pages.map(({ name }) => [name, codeOf(name)]).filter(([name, text]) => isWanted(name) && cellsIn(text).length);
  const notes = pages.map(({ name }) => [name, noteOf(name)]).filter(([name, text]) => isWanted(name) && text);
  const whole = { format: FORMAT, version: VERSION, course: root.href, made: new Date().toISOString() };
  const parts = { answers: wanted, code, read: notes };
  const objects = Object.entries(parts).map(([name, entries]) => [name, Object.fromEntries(entries)]);
  return `${JSON.stringify({ ...whole, ...Object.fromEntries(objects) }, null, 1)}\n`;
};

const isObject = (thing) => typeof thing === "object" && thing !== null && !Array.isArray(thing);

/** What we know of a record; undefined where it is none. */
const cleaned = (record) => {
  if (!isObject(record) || !KINDS.includes(record.kind) || typeof record.reply !== "string") return undefined;
  const clean = { at: Number.isFinite(record.at) ? record.at : 0, page: "", title: "", text: "", wording: "" };
  for (const name of TEXTS) if (typeof record[name] === "string") clean[name] = record[name];
  for (const name of FLAGS) if (typeof record[name] === "boolean") clean[name] = record[name];
  return TEXTS.every((name) => (clean[name]?.length ?? 0) <= LONGEST) ? clean : undefined;
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * What is in a file: { answers, code, read, leftOut }.
 * Throws an Error whose message says to the reader what is wrong with it.
 */
export const readBackup = async (file) => {
  const named = `“${file.name}”`;
  if (file.size > LARGEST) throw new Error(`${named} has ${Math.round(file.size / 1e6)} MB. A file of answers has less than 20. Nothing was taken in.`);
  const whole = parsed(await file.text());
  if (whole === undefined) throw new Error(`${named} is not a whole .json file. Nothing was taken in. Export your answers once more, and choose that file.`);
  if (!isObject(whole) || whole.format !== FORMAT || !isObject(whole.answers)) {
    throw new Error(`${named} holds no answers. Choose a .json file that a page like this one has exported.`);
  }
  if (whole.version > VERSION) throw new Error(`${named} comes from a newer version of this page. Load this page again, and try once more.`);
  const entries = Object.entries(whole.answers).map(([name, record]) => [name, cleaned(record)]);
  const good = entries.filter(([, record]) => record);
  const { pages } = await course();
  const names = new Set(pages.flatMap(({ asked }) => asked.flatMap(({ name, was }) => [name, ...was])));
  if (good.length && !good.some(([name]) => names.has(name))) {
    throw new Error(`${named} holds answers to another course. Nothing was taken in.`);
  }
  const known = new Set(pages.map(({ name }) => name));
  const ofPages = (part) => Object.entries(isObject(part) ? part : {}).filter(([page, text]) => known.has(page) && typeof text === "string" && text.length <= LONGEST);
  const code = ofPages(whole.code).filter(([, text]) => cellsIn(text).length);
  const notes = ofPages(whole.read).filter(([page, text]) => !noteOf(page) && typeof read(text).sections === "string");
  return { answers: good, code, read: notes, leftOut: entries.length - good.length };
};

/** What a file would change: [{ name, label, mine, theirs, record | page }], without what is the same. */
export const changesBy = async ({ answers: entries, code }) => {
  const records = await answers.all();
  const ofAnswers = entries
    .filter(([name, record]) => records.get(name)?.reply !== record.reply)
    .map(([name, record]) => {
      const own = records.get(name);
      return { name, label: record.title || name, mine: wordsOf(own), theirs: wordsOf(record), record, isNewer: record.at >= (own?.at ?? 0) };
    });
  const asText = (text) => cellsIn(text).map((cell) => cell.code).join("\n\n");
  const ofCode = code
    .filter(([page, text]) => asText(codeOf(page)) !== asText(text))
    .map(([page, text]) => ({ name: page, label: `Code on ${page}`, mine: asText(codeOf(page)), theirs: asText(text), code: text, isNewer: false }));
  return [...ofAnswers, ...ofCode];
};
