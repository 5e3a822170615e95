// The first script of a page with something to play with: it loads the rest when the reader comes
// near. Until then, and without JavaScript, the page shows a picture.

const NEAR = "400px";
const KINDS = {
  playground: () => import("./playground/playground.js"),
  digit: () => import("./digit/digit.js"),
  experiment: () => import("./experiment/experiment.js"),
};

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      start(target);
    }
  },
  { rootMargin: NEAR },
);

async function start(box) {
  const kind = [...box.classList].find((name) => Object.hasOwn(KINDS, name));
  try {
    const { open } = await KINDS[kind]();
    await open(box);
  } catch (error) {
    console.error(error);
    box.classList.add("is-still");
    const note = document.createElement("p");
    note.className = "play-failed";
    note.setAttribute("role", "status");
    note.textContent = "This could not be loaded, so the picture stays. Is the network there? Load the page again.";
    box.append(note);
  }
}

for (const box of document.querySelectorAll(".play")) observer.observe(box);
