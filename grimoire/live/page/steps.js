// A project in the page: the heading of a step is ticked when all checks below it have passed.
// What has passed is kept on this device, so that the list of pages can say how far one is.

const entry = `steps ${location.pathname.replace(/index\.html$/, "")}`;
const CHECK = /^checks\.\w+\(/m;

const read = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(entry))?.passed ?? []);
  } catch {
    return new Set();
  }
};

export class Steps {
  /** Only a page with something to write has steps. */
  constructor(cells) {
    const isProject = cells.some((cell) => cell.solution);
    this.checks = isProject ? cells.filter((cell) => cell.element && CHECK.test(cell.original)) : [];
    this.passed = read();
    this.show();
  }

  /** A cell has run: note it where it is a check that has passed. */
  ran(cell) {
    if (!this.checks.includes(cell) || this.passed.has(cell.original)) return;
    this.passed.add(cell.original);
    this.keep();
    this.show();
  }

  clear() {
    this.passed.clear();
    this.keep();
    this.show();
  }

  keep() {
    const { passed, sections } = this;
    const done = sections.filter((section) => this.isDone(section)).length;
    try {
      if (passed.size) localStorage.setItem(entry, JSON.stringify({ passed: [...passed], done, of: sections.length }));
      else localStorage.removeItem(entry);
    } catch {
      // A browser that keeps nothing shows the ticks until the page is left.
    }
  }

  get sections() {
    return [...new Set(this.checks.map((check) => check.element.closest("section")))];
  }

  isDone(section) {
    return this.checks.filter((check) => section.contains(check.element)).every((check) => this.passed.has(check.original));
  }

  show() {
    for (const section of this.sections) {
      const heading = section.querySelector("h1, h2, h3, h4");
      let tick = heading.querySelector(".live-tick");
      if (!this.isDone(section)) tick?.remove();
      else if (!tick) {
        tick = Object.assign(document.createElement("span"), { className: "live-tick", textContent: "✓" });
        tick.setAttribute("role", "img");
        tick.setAttribute("aria-label", "done");
        heading.querySelector(".headerlink")?.before(" ", tick);
      }
    }
  }
}
