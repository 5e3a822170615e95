// When a card comes back. It comes first after five days. Each time it is known, it waits 2.3 times as
// long as it has waited, so that what is known well takes little time. What was not known comes again
// ten minutes later, and then begins anew: the wait that it has outgrown was too long for it.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const FIRST = 5 * DAY;
export const GROWTH = 2.3;
export const AGAIN = 10 * MINUTE;

/** The state of a card that the reader takes now: { due, last, missed }, times in milliseconds. */
export const taken = (now) => ({ due: now + FIRST, last: now, missed: false });

/** The state of a card behind an answer. Who comes late and knows it has known it for that long. */
export function answered({ last, missed }, isRight, now) {
  if (!isRight) return { due: now + AGAIN, last: now, missed: true };
  const wait = missed ? FIRST : GROWTH * Math.max(FIRST, now - last);
  return { due: now + wait, last: now, missed: false };
}

/** The ids of the cards that are due, those that wait longest first; `states` is a Map. */
export const dueOf = (states, now) =>
  [...states]
    .filter(([, { aside, due }]) => !aside && due <= now)
    .sort(([, one], [, other]) => one.due - other.due)
    .map(([id]) => id);

/** When the next card comes, or Infinity. */
export const nextOf = (states) => Math.min(Infinity, ...[...states.values()].filter(({ aside }) => !aside).map(({ due }) => due));
