// Where the browser keeps nothing for this site, no script may stop for it: they find a storage that
// lasts as long as the page is open, and whose `isBrief` says so.
"use strict";
try {
  window.localStorage.getItem("theme");
} catch {
  const kept = new Map();
  const brief = {
    isBrief: true,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, String(text)),
    removeItem: (name) => void kept.delete(name),
  };
  Object.defineProperty(window, "localStorage", { value: brief });
}
