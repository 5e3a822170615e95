// What a run gives, shown as the page shows what it was printed with.

const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

export class Outputs {
  /** The outputs of one run of a code; `printed` is what the page was built with, or null; `label` names them. */
  constructor(printed, code, unchanged, label) {
    Object.assign(this, { printed, code, drawn: 0, stream: null, isEmpty: true });
    this.box = element("div", "cell_output live-output");
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", label);
    this.box.setAttribute("aria-busy", "true");
    this.pictures = unchanged && printed ? [...printed.querySelectorAll("img:not(.only-dark)")] : [];
    this.captions = unchanged && printed ? [...printed.querySelectorAll("figcaption")] : [];
  }

  /** Stand below `before`; in its place, take as much room until the run is over: what is below stays still. */
  standBelow(before, inItsPlace) {
    if (inItsPlace) this.box.style.minHeight = `${before.offsetHeight}px`;
    before.after(this.box);
  }

  /** Links to what was printed, such as "Fig. 2.1", now lead here. */
  takeNames() {
    this.named = [...(this.printed?.querySelectorAll("[id]") ?? [])].map((place) => [place, place.id]);
    for (const [place, id] of this.named) {
      place.removeAttribute("id");
      this.box.prepend(Object.assign(element("span", "live-name"), { id }));
    }
  }

  finish() {
    this.box.style.minHeight = "";
    this.box.removeAttribute("aria-busy");
    dispatchEvent(new Event("resize")); // the site's script lets the keyboard scroll what is too wide
  }

  show(output) {
    this.isEmpty = false;
    shows[output.kind]?.(this, output);
  }

  print(text, kind) {
    if (this.stream?.kind !== kind) {
      const pre = element("pre", "");
      const output = element("div", `output stream${kind === "stderr" ? " stderr" : ""}`);
      output.append(element("div", "highlight"));
      output.firstChild.append(pre);
      this.box.append(output);
      this.stream = { kind, pre, text: "" };
    }
    this.stream.text = overwritten(this.stream.text + text.replace(/\x1b\[[\d;]*m/g, ""));
    this.stream.pre.textContent = this.stream.text;
  }

  add(...nodes) {
    this.stream = null;
    this.box.append(...nodes);
  }

  picture(address, dark, size) {
    const place = this.drawn++;
    const alt = this.pictures[place]?.alt ?? "A picture that your code has drawn.";
    const figure = element("figure", "");
    figure.append(...enlargeable(image(address, alt, dark && "only-light", size)));
    if (dark) figure.append(...enlargeable(image(dark, alt, "only-dark", size)));
    const caption = this.captions[place]?.cloneNode(true);
    for (const link of caption?.querySelectorAll(".headerlink") ?? []) link.remove();
    if (caption) figure.append(caption);
    this.add(figure);
  }

  remove() {
    for (const img of this.box.querySelectorAll("img")) if (img.src.startsWith("blob:")) URL.revokeObjectURL(img.src);
    this.box.remove();
    for (const [place, id] of this.named ?? []) place.id = id;
  }
}

const image = (src, alt, className, size) => Object.assign(new Image(), { src, alt, className: className || "" }, size);

/** A picture and its link, as the page has them: the site's script opens it in full size. */
const enlargeable = (picture) => {
  const link = element("a", `enlarge ${picture.className}`, "Enlarge");
  picture.classList.add("enlarges");
  return [picture, Object.assign(link, { href: picture.src, ariaLabel: "Enlarge this figure" })];
};

const drawing = (svg) => URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));

/** The size in pixels that a drawing states in points, as the page states it for its own. */
const sizeOf = (svg) => {
  const [, width, height] = /<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg) ?? [];
  return width && { width: Math.floor((width * 96) / 72), height: Math.floor((height * 96) / 72) };
};

// A carriage return writes over its line, as in a terminal.
const overwritten = (text) => (text.includes("\r") ? text.replace(/\r\n/g, "\n").split("\n").map(seen).join("\n") : text);

const seen = (line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1);

/** HTML that a cell has made, without what would run, or lead the page or the browser elsewhere. */
export const harmless = (html) => {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  for (const found of content.querySelectorAll("script, meta, link, base")) found.remove();
  return content;
};

/** The text of an error in two: the way to it, and what it says. */
export const partsOf = (text) => {
  const lines = text.trimEnd().split("\n");
  const begin = lines.findLastIndex((line) => /^\s/.test(line)) + 1;
  return [lines.slice(0, begin), lines.slice(begin)].map((some) => some.join("\n"));
};

/** The way to an error, in which the cells it names are links. */
const linked = (way) => way.split(/(cell_[1-9]\d*\.py)/).map((part, place) => (place % 2 ? linkTo(part) : part));

const linkTo = (name) => Object.assign(element("a", "", name), { href: `#live-cell-${/\d+/.exec(name)}` });

const shows = {
  stdout: (outputs, { text }) => outputs.print(text, "stdout"),
  stderr: (outputs, { text }) => outputs.print(text, "stderr"),
  value: (outputs, { text }) => outputs.print(`${text}\n`, "value"),
  svg: (outputs, { data, dark }) => outputs.picture(drawing(data), dark && drawing(dark), sizeOf(data)),
  png: (outputs, { data }) => outputs.picture(`data:image/png;base64,${data}`),
  html: (outputs, { data }) => {
    const box = element("div", "output text_html");
    box.append(harmless(data));
    outputs.add(box);
  },
  error: (outputs, { text }) => {
    const box = element("div", "output live-error");
    const pre = element("pre", "");
    box.append(element("div", "highlight"));
    box.firstChild.append(pre);
    const [way, said] = partsOf(text);
    pre.append(...linked(way), ...(way ? ["\n", element("b", "", said)] : [said]));
    outputs.add(box);
  },
};
