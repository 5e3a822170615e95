// What a run gives, shown as the page shows what it was printed with.

const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text ?? "" });

export class Outputs {
  /** The outputs of one run of a cell; `printed` is what the page was built with, or null. */
  constructor(printed, unchanged) {
    this.box = element("div", "cell_output live-output");
    this.box.append(element("p", "live-own", "Your run"));
    this.pictures = unchanged && printed ? [...printed.querySelectorAll("img:not(.only-dark)")] : [];
    this.captions = unchanged && printed ? [...printed.querySelectorAll("figcaption")] : [];
    this.drawn = 0;
    this.stream = null;
  }

  show(output) {
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

  picture(address, dark) {
    const place = this.drawn++;
    const printed = this.pictures[place];
    const alt = printed?.alt ?? "A picture that your code has drawn.";
    const figure = element("figure", "");
    figure.append(image(address, alt, dark && "only-light"));
    if (dark) figure.append(image(dark, alt, "only-dark"));
    const caption = this.captions[place]?.cloneNode(true);
    for (const link of caption?.querySelectorAll(".headerlink") ?? []) link.remove();
    if (caption) figure.append(caption);
    this.add(figure);
  }

  remove() {
    for (const img of this.box.querySelectorAll("img")) if (img.src.startsWith("blob:")) URL.revokeObjectURL(img.src);
    this.box.remove();
  }
}

const image = (address, alt, className) => Object.assign(new Image(), { src: address, alt, className: className || "" });

const drawing = (svg) => URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));

// A carriage return writes over its line, as in a terminal.
const overwritten = (text) => (text.includes("\r") ? text.replace(/\r\n/g, "\n").split("\n").map(seen).join("\n") : text);

const seen = (line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1);

/** HTML that a cell has made, without what would run, or lead the page or the browser elsewhere. */
export const harmless = (html) => {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  for (const found of content.querySelectorAll("script, meta, link, base")) found.remove();
  return content;
};

const shows = {
  stdout: (outputs, { text }) => outputs.print(text, "stdout"),
  stderr: (outputs, { text }) => outputs.print(text, "stderr"),
  value: (outputs, { text }) => outputs.print(`${text}\n`, "value"),
  svg: (outputs, { data, dark }) => outputs.picture(drawing(data), dark && drawing(dark)),
  png: (outputs, { data }) => outputs.picture(`data:image/png;base64,${data}`),
  html: (outputs, { data }) => {
    const box = element("div", "output text_html");
    box.append(harmless(data));
    outputs.add(box);
  },
  error: (outputs, { text }) => {
    const box = element("div", "output live-error");
    box.append(element("div", "highlight"));
    box.firstChild.append(element("pre", "", text));
    outputs.add(box);
  },
};
