// The reader's code, kept on this device: one entry for each page, one draft for each cell.
// A draft remembers which code of the page it began from, so that a new edition is noticed.

const address = location.pathname.replace(/index\.html$/, "");
const entry = `code ${address}`;

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(entry)) ?? [];
  } catch {
    return [];
  }
};

/** Whether the reader has worked on this page before. */
export const hasBegun = () => {
  try {
    return [entry, `steps ${address}`].some((name) => localStorage.getItem(name));
  } catch {
    return false;
  }
};

/** Write the drafts of the page: `[{ index, id, code }]`; false where nothing can be kept. */
export const keep = (drafts) => {
  try {
    if (drafts.length) localStorage.setItem(entry, JSON.stringify(drafts));
    else localStorage.removeItem(entry);
    return true;
  } catch {
    return false;
  }
};

/** Each draft with the cell it belongs to; `changed` where the page's own code is another now. */
export const placed = (cells) =>
  read().flatMap(({ index, id, code }) => {
    const same = cells.filter((cell) => cell.id === id);
    const nearest = same.sort((a, b) => Math.abs(a.index - index) - Math.abs(b.index - index))[0];
    const cell = nearest ?? cells[Math.min(index, cells.length - 1)];
    return cell ? [{ cell, id, code, changed: !nearest }] : [];
  });
