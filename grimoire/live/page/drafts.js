// The reader's code, kept on this device: one entry for each page, one draft for each cell.
// A draft remembers which code of the page it began from, so that a new edition is noticed.

import { entries } from "./live.js";

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(entries.code)) ?? [];
  } catch {
    return [];
  }
};

const write = (drafts) => {
  try {
    if (drafts.length) localStorage.setItem(entries.code, JSON.stringify(drafts));
    else localStorage.removeItem(entries.code);
    return !localStorage.isBrief;
  } catch {
    return false;
  }
};

const others = (id) => read().filter((draft) => draft.id !== id);

/** Keep a draft `{ index, id, code }` beside those of other cells; false where nothing can be kept. */
export const keep = (draft) => write([...others(draft.id), draft]);

/** Forget the draft that began from the code with this id. */
export const drop = (id) => write(others(id));

/**
 * Each draft with the cell it belongs to. Where the page's code has `changed` since, that is the nearest
 * one that no other draft belongs to.
 */
export const placed = (cells) => {
  const drafts = read();
  const own = new Map(drafts.map(({ id }) => [id, cells.find((cell) => cell.id === id)]));
  const free = new Set(cells.filter((cell) => cell.bar && ![...own.values()].includes(cell)));
  return drafts.map(({ index, id, code }) => {
    const cell = own.get(id) ?? nearest(free.size ? [...free] : cells.filter(({ bar }) => bar), index);
    free.delete(cell);
    return { cell, id, code, changed: cell !== own.get(id) };
  });
};

const nearest = (cells, index) => {
  const distance = (cell) => Math.abs(cell.index - index);
  return cells.reduce((best, cell) => (distance(cell) <= distance(best) ? cell : best));
};
