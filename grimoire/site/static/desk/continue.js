// Where the reader stopped, and how far the units are; nothing for who is here for the first time.

import { addressOf, answers, course, nameOf } from "./answers.js";
import { make, plural } from "./make.js";
import { ofPage, ofPages } from "./progress.js";
import { lastPlace } from "./reading.js";

/** A link to the last place, or null. */
export const linkBack = (pages) => {
  const last = lastPlace(pages);
  if (!last) return null;
  const { page, section } = last;
  const isSection = section && section !== page.sections[0];
  const words = make("a", { href: `${addressOf(page.name)}${isSection ? `#${section.id}` : ""}`, textContent: page.title });
  return make("p", { className: "progress-back" }, "Continue where you stopped: ", words, isSection ? `, “${section.title}”.` : ".");
};

/** What of these pages is read and answered, as a sentence without its full stop. */
export const sentence = ({ pages, read, questions, answered, tried, first }) =>
  [
    `${read} of ${plural(pages, "page")} read`,
    questions ? `${answered} of ${plural(questions, "question")} answered` : "",
    tried ? `${first} of ${tried} right at the first try` : "",
  ].filter(Boolean).join(", ");

const lineOf = (unit, pages, records) => {
  const sums = ofPages(pages.filter((page) => page.unit === unit.number).map((page) => ofPage(page, records)));
  if (!sums.read && !sums.answered) return null;
  const words = `Unit ${unit.number}, ${unit.title}`;
  const isHere = unit.index === nameOf(location.pathname);
  const link = make("a", { href: addressOf(unit.index), textContent: words });
  return make("p", { className: "progress-sum" }, isHere ? words : link, `: ${sentence(sums)}.`);
};

export const open = async (box) => {
  const show = async () => {
    const [{ pages, units }, records] = await Promise.all([course(), answers.all()]);
    box.replaceChildren(...[linkBack(pages), ...units.map((unit) => lineOf(unit, pages, records))].filter(Boolean));
  };
  await show();
  answers.watch(show);
};
