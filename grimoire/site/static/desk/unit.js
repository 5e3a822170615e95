// The map of a unit: its pages by track, what is read and answered on each, and the time that is left.

import { addressOf, answers, course, nameOf } from "./answers.js";
import { sentence } from "./continue.js";
import { make, plural } from "./make.js";
import { byTrack, duration, ofPage, ofPages, ofTrack } from "./progress.js";

const stateOf = ({ isRead, changed }) => {
  if (changed.length) return { sign: "↻", words: `${plural(changed.length, "section")} changed since you read it`, name: "changed" };
  return isRead ? { sign: "✓", words: "read", name: "read" } : { sign: "", words: "", name: "unread" };
};

const tile = (one) => {
  const { sign, words, name } = stateOf(one);
  const questions = one.questions ? `${one.answered} of ${plural(one.questions, "question")}` : "";
  const prompts = one.prompts ? `${one.written} of ${plural(one.prompts, "prompt")}` : "";
  return make(
    "li",
    { className: `map-page is-${name}` },
    make("a", { href: addressOf(one.page.name), textContent: one.page.title }),
    make("span", { className: "map-facts" }, sign ? make("span", { "aria-hidden": "true", textContent: `${sign} ` }) : "", [words, questions, prompts].filter(Boolean).join(" · ")),
  );
};

const bar = ({ steps, done }, label) => {
  const meter = make("div", { className: "map-bar", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": steps, "aria-valuenow": done });
  const filled = make("span");
  filled.style.width = `${(100 * done) / steps}%`;
  meter.append(filled);
  return meter;
};

/** The pages of a track, which a small screen folds. */
const mapOf = (pages) =>
  make(
    "details",
    { open: window.matchMedia("(min-width: 48rem)").matches },
    make("summary", { textContent: plural(pages.length, "page") }),
    make("ol", { className: "map", role: "list" }, ...pages.map(tile)),
  );

const trackView = ({ track, pages }, records) => {
  const list = mapOf(pages);
  if (!track) return pages.length ? make("section", { className: "map-track" }, make("p", { className: "map-title", textContent: "Besides" }), list) : "";
  const counted = ofTrack(track, records);
  const left = counted.left ? `, ${duration(counted.left)} left` : "";
  return make(
    "section",
    { className: "map-track" },
    make("p", { className: "map-title" }, make("a", { href: `#${track.id}`, textContent: track.title }), ` ${counted.done} of ${plural(counted.steps, "step")} ticked${left}`),
    bar(counted, `${track.title}, steps ticked`),
    list,
  );
};

export const open = async (box) => {
  const show = async () => {
    const [facts, records] = await Promise.all([course(), answers.all()]);
    const unit = facts.units.find(({ index }) => index === nameOf(location.pathname));
    if (!unit) return box.replaceChildren();
    const pages = facts.pages.filter((page) => page.unit === unit.number).map((page) => ofPage(page, records));
    const sum = make("p", { className: "progress-sum", textContent: `${sentence(ofPages(pages))}.` });
    const open = [...box.querySelectorAll("details")].map((one) => one.open);
    box.replaceChildren(sum, ...byTrack(unit, pages).map((one) => trackView(one, records)));
    box.querySelectorAll("details").forEach((one, at) => (one.open = open[at] ?? one.open));
  };
  await show();
  answers.watch(show);
  document.addEventListener("visibilitychange", () => document.hidden || show());
};
