"use strict";
addEventListener("input", ({ target }) => "keep" in target.dataset && (target.dataset.unkept = ""), true);
addEventListener("pagehide", () => {
  for (const field of document.querySelectorAll("[data-unkept]")) {
    if (field.type === "radio" && !field.checked) continue;
    const reply = field.type === "checkbox" && !field.checked ? "" : field.value;
    try {
      localStorage.setItem(`early ${location.pathname} ${field.dataset.keep}`, JSON.stringify({ reply, at: Date.now() }));
    } catch {
      return;
    }
  }
});
