// The code that the reader has changed on pages that run: as those pages keep it, one entry for each.

import { addressOf } from "./answers.js";

const entryOf = (page) => `code ${new URL(addressOf(page)).pathname.replace(/index\.html$/, "")}`;

/** What a page keeps, as text; null where it keeps nothing. */
export const codeOf = (page) => {
  try {
    return localStorage.getItem(entryOf(page));
  } catch {
    return null;
  }
};

/** Put another text in its place, null for none. */
export const putCode = (page, text) => {
  try {
    if (text === null) localStorage.removeItem(entryOf(page));
    else localStorage.setItem(entryOf(page), text);
  } catch {
    // The answers say that this browser keeps nothing.
  }
};

/** The cells in such a text: [{ index, id, code }]; none where it is damaged. */
export const cellsIn = (text) => {
  try {
    const drafts = JSON.parse(text);
    const isDraft = ({ index, id, code }) => Number.isInteger(index) && typeof id === "string" && typeof code === "string";
    return Array.isArray(drafts) && drafts.every(isDraft) ? drafts.sort((a, b) => a.index - b.index) : [];
  } catch {
    return [];
  }
};
