// The first script of a page that shows a reader's answers or progress: it loads the rest when the reader
// comes near. To who is here for the first time there is no place to continue at.

const NEAR = "600px";
const KINDS = {
  "my-answers": () => import("./desk/mine.js"),
  "progress-continue": () => import("./desk/continue.js"),
  "progress-unit": () => import("./desk/unit.js"),
};

const fill = async (box) => {
  const kind = Object.keys(KINDS).find((name) => box.classList.contains(name));
  const { open } = await KINDS[kind]();
  await open(box);
};

const sayWhy = (box) => (error) => {
  console.error(error);
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  note.textContent = "This could not be loaded. Is the network there? Load the page again. Nothing that you wrote is lost.";
  box.replaceChildren(note);
};

const whenNear = (entries, observer) => {
  const near = entries.find(({ isIntersecting }) => isIntersecting);
  if (!near) return;
  observer.disconnect();
  fill(near.target).catch(sayWhy(near.target));
};

const isNew = !Object.keys(localStorage).some((name) => /^(?:last|read|answers|replies)\b/.test(name));
const places = document.querySelectorAll(isNew ? ".desk:not(.progress-continue)" : ".desk");
for (const box of places) new IntersectionObserver(whenNear, { rootMargin: NEAR }).observe(box);
