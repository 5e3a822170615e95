// Above a page that was read before: what of it has changed since.

import { make } from "./make.js";
import { changedSince, parsed } from "./reading.js";
import { textOf } from "./words.js";

const dated = (day) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));

const historyOf = () => document.querySelector("a[rel=edit]")?.href.replace("/edit/", "/commits/");

/** `before` is what the browser has noted when the page was read. */
export const say = (before) => {
  const reading = parsed(before);
  const now = document.querySelector("meta[name=sections]").content.split(" ");
  const sections = [...document.querySelectorAll("article section[id]")].map((element, at) => ({ element, text: now[at] }));
  const changed = changedSince(reading, sections);
  if (!changed.length) return;
  const links = changed.flatMap(({ element }, at) => {
    const link = make("a", { href: `#${element.id}`, textContent: textOf(element.querySelector("h1, h2, h3, h4, h5, h6")) });
    return [...(at ? [at === changed.length - 1 ? " and " : ", "] : []), link];
  });
  const history = historyOf() ? [" ", make("a", { href: historyOf(), textContent: "All changes" }), "."] : [];
  const when = Number.isNaN(Date.parse(reading.on)) ? "" : ` on ${dated(reading.on)}`;
  const text = make("p", {}, `Changed since you read this page${when}: `, ...links, ".", ...history);
  document.querySelector(".page-head").after(make("div", { className: "page-changed", role: "note" }, text));
};
