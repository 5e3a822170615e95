// A project in the page: the heading of a step is ticked when all checks below it have passed.
// What has passed is kept on this device, so that the list of pages can say how far one is.

import { entries } from "./live.js";

const CHECK = /^checks\.\w+\(/m;

const read = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(entries.steps))?.passed ?? []);
  } catch {
    return new Set();
  }
};

export class Steps {
  /** Only a page with something to write has steps. */
  constructor(cells) {
    const isProject = cells.some((cell) => cell.solution);
    this.checks = isProject ? cells.filter((cell) => cell.element && CHECK.test(cell.original)) : [];
    this.sections = [...new Set(this.checks.map((check) => check.element.closest("section")))];
    this.passed = read();
    this.show();
  }

  /** A cell has run: note it where it is a check, as the page gives it, that has passed or failed. */
  ran(cell, hasPassed) {
    if (!this.checks.includes(cell) || cell.isEdited || hasPassed === this.passed.has(cell.original)) return;
    if (hasPassed) this.passed.add(cell.original);
    else this.passed.delete(cell.original);
    this.keep();
  }

  /** Put other checks in the place of those that have passed, and return these. */
  put(passed) {
    const before = this.passed;
    this.passed = passed;
    this.keep();
    return before;
  }

  keep() {
    const { passed, sections } = this;
    const done = sections.filter((section) => this.isDone(section)).length;
    try {
      if (passed.size) localStorage.setItem(entries.steps, JSON.stringify({ passed: [...passed], done, of: sections.length }));
      else localStorage.removeItem(entries.steps);
    } catch {
      // A browser that keeps nothing shows the ticks until the page is left.
    }
    this.show();
    document.dispatchEvent(new Event("steps"));
  }

  isDone(section) {
    return this.checks.filter((check) => section.contains(check.element)).every((check) => this.passed.has(check.original));
  }

  show() {
    for (const section of this.sections) {
      const heading = section.querySelector("h1, h2, h3, h4");
      const tick = heading.querySelector(".live-tick");
      if (!this.isDone(section)) tick?.remove();
      else if (!tick) heading.querySelector(".headerlink").before(makeTick());
    }
  }
}

const makeTick = () => {
  const tick = Object.assign(document.createElement("span"), { className: "live-tick", textContent: "✓" });
  tick.setAttribute("role", "img");
  tick.setAttribute("aria-label", "done");
  return tick;
};
