// All answers of a reader, in the order of the course: what is shown, printed and exported.

import { addressOf, answers, course, isAnswered, recordOf, wordsOf } from "./answers.js";
import { cellsIn, codeOf } from "./code.js";

/** Answers and code by page: { units, unitOf, pages: [{ name, title, unit, address, items }] }. */
export const collected = async () => {
  const [facts, records] = await Promise.all([course(), answers.all()]);
  const known = new Set();
  const pages = [];
  for (const page of facts.pages) {
    const items = [];
    for (const asked of page.asked) {
      known.add(asked.name);
      const record = await recordOf(records, asked.name, asked.was);
      for (const old of asked.was) known.add(old);
      if (asked.kind !== "task" && isAnswered(record)) items.push(itemOf(page, asked, record));
    }
    pages.push({ ...page, address: addressOf(page.name), items: [...items, ...codeItems(page)] });
  }
  for (const [name, record] of records) {
    if (known.has(name) || record.kind === "task" || !isAnswered(record)) continue;
    pageOf(pages, record.page).items.push({ ...common(name, record), note: "The course no longer asks this." });
  }
  const unitOf = new Map(facts.pages.map(({ name, unit }) => [name, unit]));
  return { units: facts.units, unitOf, pages: pages.filter(({ items }) => items.length) };
};

const pageOf = (pages, name) => {
  const found = pages.find((page) => page.name === name);
  if (found) return found;
  const gone = { name, title: "A page that is gone", unit: null, address: null, items: [] };
  pages.push(gone);
  return gone;
};

const common = (name, record) => ({
  name,
  record,
  kind: record.kind,
  title: record.title || name,
  text: record.text,
  reply: wordsOf(record),
  verdict: record.right === undefined ? "" : record.right ? "✓ right" : "✗ not quite",
  note: "",
});

const itemOf = (page, asked, record) => {
  const item = { ...common(asked.name, record), address: `${addressOf(page.name)}#${asked.id}` };
  if (record.wording && asked.wording !== record.wording) item.note = "The question has changed since. This is how it was.";
  else item.title = asked.title;
  return item;
};

const codeItems = (page) =>
  cellsIn(codeOf(page.name)).map(({ index, code }) => ({
    name: `${page.name} ${index}`,
    kind: "code",
    title: `My code in cell ${index + 1}`,
    text: "",
    reply: code.trimEnd(),
    note: "",
    address: addressOf(page.name),
  }));
