// The reader's cards on this device: from the id of each to its state. A card that is laid aside keeps
// its state and is not due.

import { how, store } from "../../_static/kept.js";
import { answered, taken } from "./schedule.js";

const cards = store("review");

export const all = () => cards.all();
export const watch = (tell) => cards.watch(tell);

/** "device" where cards stay; otherwise they are gone when the page is left. */
export const keeps = how;

/** Take these cards, or take them up again. */
export const take = async (ids, now) => {
  const states = await all();
  return cards.write(ids.map((id) => [id, { ...(states.get(id) ?? taken(now)), aside: false }]));
};

/** Lay those of these cards aside that the reader has. */
export const layAside = async (ids) => {
  const states = await all();
  return cards.write(ids.filter((id) => states.has(id)).map((id) => [id, { ...states.get(id), aside: true }]));
};

/** Let cards go on under other ids: [old, new] pairs. */
export const rename = async (pairs) => {
  const states = await all();
  return cards.write(pairs.flatMap(([old, id]) => [[id, states.get(old)], [old, undefined]]));
};

export const answer = (id, isRight, now) => cards.change(id, (state) => answered(state, isRight, now));
