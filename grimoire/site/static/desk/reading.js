// What the reader has read: as every page notes it when its end is reached (see site.js).

import { addressOf, root } from "./answers.js";

const pathOf = (page) => new URL(addressOf(page)).pathname.replace(/\/index\.html$/, "/");

/** What an entry says; nothing where it is damaged. */
export const parsed = (text) => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
};

/** What was noted of a page, as text; null where it was never read to its end. */
export const noteOf = (page) => localStorage.getItem(`read ${pathOf(page)}`);

export const putNote = (page, text) => {
  try {
    localStorage.setItem(`read ${pathOf(page)}`, text);
  } catch {
    // The answers say that this browser keeps nothing.
  }
};

/** The same as { on, sections }. */
export const readingOf = (page) => noteOf(page) && parsed(noteOf(page));

/** Those sections of a page that are new or have changed since; none where that cannot be said. */
export const changedSince = (reading, sections) => {
  if (typeof reading?.sections !== "string" || !reading.sections) return [];
  const known = reading.sections.split(" ");
  return sections.filter(({ text }) => !known.includes(text));
};

/** Where the reader has left the course: { name, id } of a page that it still has, or undefined. */
export const lastPlace = (pages) => {
  const { address, id } = parsed(localStorage.getItem(`last ${root.pathname}`));
  const page = pages.find(({ name }) => new URL(addressOf(name)).pathname === address);
  return page && { page, section: page.sections.find((one) => one.id === id) };
};
