// Elements with facts, classes, listeners and children.

let counted = 0;

/** An id that no other element has. */
export const newId = (stem) => `play-${stem}-${++counted}`;

/** make("button", { type: "button", "aria-pressed": "true", onclick }, "Train"): facts with a dash are attributes. */
export function make(tag, facts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (name.includes("-") || name === "for" || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

export const button = (words, onclick, facts = {}) => make("button", { type: "button", onclick, ...facts }, words);

/** Let the browser do something else, and go on with its next frame. */
export const frame = () => new Promise(requestAnimationFrame);

/** A part of the page that the reader opens; `fill` is called at each opening. */
export function fold(words, content, fill = () => {}) {
  const details = make("details", { className: "play-fold" }, make("summary", {}, words), content);
  details.addEventListener("toggle", () => details.open && fill());
  return details;
}

/** Hand the reader a file. */
export function download(name, blob) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** Put text on the clipboard; say in `note` whether it worked. */
export async function copy(text, note, done) {
  try {
    await navigator.clipboard.writeText(text);
    note.textContent = done;
  } catch {
    note.textContent = "This browser does not let the page copy. Mark the text and copy it yourself.";
  }
}
