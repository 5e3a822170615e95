// What the page says of Python as a whole, and what one can do with all cells: at the lower edge.

const element = (tag, facts, ...children) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...children);
  return made;
};

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export class Panel {
  constructor(page) {
    this.page = page;
    this.text = element("span", { className: "live-status" });
    this.text.setAttribute("role", "status");
    this.bar = element("progress", { hidden: true });
    this.bar.setAttribute("aria-label", "Progress");
    this.runAll = this.button("Run all", () => page.runAll());
    this.stop = this.button("Stop", () => page.stop());
    this.stop.hidden = true;
    this.choice = this.button("", () => this.changeData());
    const more = element("details", { className: "live-more" }, element("summary", { textContent: "More" }), this.menu());
    this.box = element("section", { className: "live-panel", hidden: true }, this.text, this.bar, this.runAll, this.stop, more);
    this.box.setAttribute("aria-label", "Python in this page");
    document.querySelector("article").append(this.box);
    more.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !more.open) return;
      more.open = false;
      more.firstElementChild.focus();
    });
    more.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !more.contains(relatedTarget)) more.open = false;
    });
  }

  menu() {
    const { page } = this;
    return element(
      "div",
      {},
      this.button("Reset this page", () => confirm("Bring back all code and results as they were printed? What you wrote on this page is gone then.") && page.resetAll()),
      this.button("Download as notebook", () => page.download()),
      this.choice,
      this.button("Forget Python on this device", () => page.forget()),
    );
  }

  button(text, act) {
    const made = element("button", { type: "button", textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  show() {
    this.box.hidden = false;
  }

  say(text) {
    this.show();
    this.text.textContent = text;
  }

  running(cell) {
    this.show();
    this.stop.hidden = false;
    this.runAll.hidden = true;
    this.bar.hidden = true;
    this.say(cell.element ? "Python runs" : "Python runs what the page does not show");
  }

  loading(received, total) {
    if (!total) return this.say("Python starts");
    this.bar.hidden = false;
    Object.assign(this.bar, { max: total, value: received });
    this.say(received < total ? `Loading Python: ${megabytes(received)} of ${megabytes(total)} MB` : "Python starts");
  }

  training(cell, { epoch, epochs, line }) {
    const now = `epoch ${Math.min(epoch + 1, epochs)} of ${epochs}`;
    this.bar.hidden = false;
    Object.assign(this.bar, { max: epochs, value: epoch });
    this.say("Python trains");
    if (cell?.bar) cell.bar.note.textContent = line ? `${now}; so far: ${line}` : now;
  }

  rest() {
    this.stop.hidden = true;
    this.runAll.hidden = false;
    this.bar.hidden = true;
    if (/^(Python|Loading)/.test(this.text.textContent)) this.text.textContent = "Python is ready";
  }

  data(sample) {
    this.choice.textContent = sample ? "Use all of MNIST" : "Use a sample of MNIST";
    this.choice.hidden = !this.page.manifest.data;
    this.sample = sample;
  }

  changeData() {
    this.page.chooseData(!this.sample);
    this.page.runtime.close();
    this.say(`From the next run on, this page uses ${this.sample ? "a sample of MNIST (6,000 images)" : "all of MNIST (11 MB to load)"}.`);
  }
}
