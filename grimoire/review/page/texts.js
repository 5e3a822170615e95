// What the deck holds as HTML, and what a button needs of it.

import { make } from "../../_static/desk/make.js";

/** A formula with a name that a button around it takes over, as TeX; other nodes as they are. */
export const named = (node) => (node.localName === "math" ? make("span", { role: "img", "aria-label": node.getAttribute("alttext") }, node) : node);

/** The nodes of a text of the deck; its addresses are seen from the deck. */
export function nodesOf(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const image of body.querySelectorAll("img")) image.src = new URL(image.getAttribute("src"), import.meta.url);
  return [...body.childNodes].map((node) => document.importNode(node, true));
}
