// The first script of a page with review cards, or with the line that counts those that are due.

const KINDS = { cards: () => import("./cards.js"), due: () => import("./due.js") };
const FAILED = "The cards could not be loaded. Is the network there? Load the page again.";

async function start(box) {
  const kind = [...box.classList].find((name) => Object.hasOwn(KINDS, name));
  try {
    const { open } = await KINDS[kind]();
    await open(box);
  } catch (error) {
    console.error(error);
    if (kind === "due") return; // a line that counts is no loss
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = FAILED;
    box.replaceChildren(note);
  }
}

for (const box of document.querySelectorAll(".review")) start(box);
