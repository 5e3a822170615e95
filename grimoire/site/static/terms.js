// A word of the glossary says what it means where it stands: under a resting pointer, with the
// focus, or at a tap; a second tap follows the link. The meaning is the first paragraph of its entry,
// which is in plain words. The glossary is read once, when it is first asked for. Without this script
// the word is a link.
"use strict";
{
  const RESTS = 250; // milliseconds before a meaning shows under the pointer
  const LEAVES = 150; // and before it goes, so that the pointer can come over to it
  const GAP = 6; // pixels between a word and its meaning

  const wordAt = (target) => target.closest?.("article a")?.querySelector(":scope > .std-term")?.parentElement;

  const glossaries = new Map();

  const glossary = (address) => {
    if (!glossaries.has(address)) glossaries.set(address, read(address));
    return glossaries.get(address);
  };

  const read = async (address) => {
    const response = await fetch(address);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  };

  /** What the glossary first says of a word, or nothing where it cannot be read. */
  const meaningOf = async (word) => {
    const [address, id] = word.href.split("#");
    const page = await glossary(address).catch(() => glossaries.delete(address) && null);
    let entry = page?.getElementById(id);
    while (entry && entry.tagName !== "DD") entry = entry.nextElementSibling;
    const meaning = entry?.querySelector("p");
    return meaning && withoutLinks(document.importNode(meaning, true));
  };

  const withoutLinks = (meaning) => {
    for (const link of meaning.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    return meaning;
  };

  const box = Object.assign(document.createElement("div"), { id: "term-meaning", className: "term-meaning", popover: "manual" });
  box.setAttribute("role", "tooltip");
  document.querySelector("article")?.append(box);

  let shown = null; // the word whose meaning is asked for or seen
  let timer = 0;

  const show = async (word) => {
    clearTimeout(timer);
    if (word === shown) return;
    hide();
    shown = word;
    const meaning = await meaningOf(word);
    if (!meaning || word !== shown) return;
    box.replaceChildren(meaning);
    box.showPopover();
    word.setAttribute("aria-describedby", box.id);
    place(word.getClientRects()[0]);
  };

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    if (box.matches(":popover-open")) box.hidePopover();
  };

  /** Below the word, or above it where there is more room. */
  const place = ({ left, top, bottom }) => {
    const { width, height } = box.getBoundingClientRect();
    const right = document.documentElement.clientWidth - width - GAP;
    const fits = bottom + GAP + height < innerHeight || top < innerHeight - bottom;
    box.style.left = `${Math.max(GAP, Math.min(left, right))}px`;
    box.style.top = `${fits ? bottom + GAP : top - GAP - height}px`;
  };

  const later = (milliseconds, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const word = wordAt(target);
    if (word) later(RESTS, () => show(word));
    else if (box.contains(target)) clearTimeout(timer);
    else if (shown) later(LEAVES, hide);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", ({ target }) => {
    const word = target.matches(":focus-visible") && wordAt(target);
    if (word) show(word);
    else hide();
  });
  document.addEventListener("click", (event) => {
    const word = wordAt(event.target);
    if (event.pointerType === "touch" && word && word !== shown) {
      event.preventDefault();
      show(word);
    } else if (!box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  addEventListener("scroll", () => shown && place(shown.getClientRects()[0]), { passive: true });
}
