// Elements, and what the deck holds as HTML.

/** make("button", { type: "button", "aria-pressed": "true", onclick }, "Go"): facts with a dash are attributes. */
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

/** The nodes of a text of the deck; its addresses are seen from the deck. */
export function nodesOf(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const image of body.querySelectorAll("img")) image.src = new URL(image.getAttribute("src"), import.meta.url);
  return [...body.childNodes].map((node) => document.importNode(node, true));
}
