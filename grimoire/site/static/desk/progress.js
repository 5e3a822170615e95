// How far a reader is, counted: pure functions of what the course has and of what is kept.

import { isAnswered } from "./answers.js";
import { changedSince, readingOf } from "./reading.js";

const CHECKED = ["numeric", "choice"];

/** Of a page: whether it was read, what has changed since, and of its questions how many are answered. */
export const ofPage = (page, records) => {
  const questions = page.asked.filter(({ kind }) => kind !== "task" && kind !== "prompt");
  const prompts = page.asked.filter(({ kind }) => kind === "prompt");
  const checked = questions.filter(({ kind }) => CHECKED.includes(kind)).map(({ name }) => records.get(name));
  const reading = readingOf(page.name);
  return {
    page,
    isRead: reading !== null,
    changed: changedSince(reading, page.sections),
    questions: questions.length,
    answered: questions.filter(({ name }) => isAnswered(records.get(name))).length,
    prompts: prompts.length,
    written: prompts.filter(({ name }) => isAnswered(records.get(name))).length,
    tried: checked.filter((record) => record?.first !== undefined).length,
    first: checked.filter((record) => record?.first === true).length,
  };
};

/** The sums over pages. */
export const ofPages = (pages) => {
  const sum = (count) => pages.reduce((total, page) => total + count(page), 0);
  return {
    pages: pages.length,
    read: sum(({ isRead }) => Number(isRead)),
    questions: sum(({ questions }) => questions),
    answered: sum(({ answered }) => answered),
    tried: sum(({ tried }) => tried),
    first: sum(({ first }) => first),
  };
};

/** Of a track: its steps that are ticked, and the minutes of the others. */
export const ofTrack = ({ steps }, records) => {
  const isDone = ({ name }) => isAnswered(records.get(name));
  return {
    steps: steps.length,
    done: steps.filter(isDone).length,
    left: steps.filter((step) => !isDone(step)).reduce((sum, { minutes }) => sum + minutes, 0),
  };
};

/** The pages of a track in its order; those of a unit that stand in no track come last, without a title. */
export const byTrack = (unit, pages) => {
  const named = (name) => pages.find((one) => one.page.name === name);
  const tracks = unit.tracks.map((track) => {
    const names = [...new Set(track.steps.flatMap((step) => step.pages))];
    return { track, pages: names.map(named).filter(Boolean) };
  });
  const placed = new Set(tracks.flatMap((one) => one.pages));
  return [...tracks, { track: null, pages: pages.filter((one) => !placed.has(one) && one.page.name !== unit.index) }];
};

/** A time as people write it: 40 min, 1 h, 3 h 20 min. */
export const duration = (minutes) => {
  const hours = Math.floor(minutes / 60);
  return [hours ? `${hours}\u00a0h` : "", minutes % 60 ? `${minutes % 60}\u00a0min` : ""].filter(Boolean).join(" ") || "nothing";
};
