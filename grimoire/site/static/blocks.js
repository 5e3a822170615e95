// What the teaching blocks do beyond being read. What keeps and shows the reader's answers is loaded
// when the first field comes near, at once where this browser has answers; what reads numbers, when one
// is written; a video plays after a click.

const NEAR = "1200px";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fields = all("[data-keep]");
const bar = document.querySelector(".answers");

// The answers.

let opening = null;

const open = () =>
  (opening ??= import("./desk/fields.js").then(async (script) => {
    await script.open();
    return script;
  }));

const load = () => {
  open().catch((error) => {
    opening = null;
    console.error(error);
    const failed = document.createElement("p");
    failed.className = "block-note unkept";
    failed.setAttribute("role", "status");
    failed.textContent = "Your answers could not be loaded. Is the network there? Load the page again before you write.";
    (fields[0]?.closest(".block, .task") ?? bar).append(failed);
  });
};

const loadWhenNear = (places) => {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      load();
    },
    { rootMargin: NEAR },
  );
  for (const place of places) observer.observe(place);
};

const hasAnswers = () => Object.keys(localStorage).some((name) => /^(?:answers$|replies |early )/.test(name));

// Words, numbers, videos.

const countWords = (field) => {
  const words = field.parentElement.querySelector(".words");
  const count = (field.value.match(/\S+/g) ?? []).length;
  const enough = count >= words.dataset.least ? " ✓" : "";
  words.textContent = `${count} of at least ${words.dataset.least} words${enough}`;
  if (count) field.closest("details").open = true;
};

/**
 * Check the number in a box, unless it has changed by the time that the script is there. The box gets an
 * event "checked" when that is done.
 */
const check = async (box) => {
  const { value } = box.querySelector("input");
  const [{ check: checkNumber }, script] = await Promise.all([import("./desk/check.js"), open()]);
  if (box.querySelector("input").value === value) checkNumber(box, script.checked);
  box.dispatchEvent(new Event("checked"));
};

// Arrow keys go from one choice to the next without choosing it: that would give its verdict away.

const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

const goOn = (event) => {
  const step = ARROWS[event.key];
  if (!step || event.target.type !== "radio") return;
  event.preventDefault();
  const choices = all("[type=radio]", event.currentTarget);
  choices.at((choices.indexOf(event.target) + step) % choices.length).focus();
};

// Nothing comes from YouTube before the card is clicked; afterwards the card is a plain link.

const play = (event) => {
  const card = event.currentTarget;
  const playing = card.previousElementSibling?.matches("iframe");
  if (playing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = card.dataset.embed;
  frame.title = card.dataset.title;
  frame.allow = "autoplay; encrypted-media; picture-in-picture";
  frame.allowFullscreen = true;
  card.before(frame);
  frame.focus();
};

const places = [...fields, ...all(".asked")];
if (places.length && (hasAnswers() || navigator.serviceWorker?.controller)) load();
else loadWhenNear(places);
for (const words of all(".words")) {
  const field = words.parentElement.querySelector("textarea");
  for (const kind of ["input", "shown"]) field.addEventListener(kind, () => countWords(field));
}
for (const box of all(".numeric")) {
  box.addEventListener("input", () => all(".feedback", box).forEach((feedback) => (feedback.hidden = true)));
  box.querySelector("button").addEventListener("click", () => check(box));
  box.addEventListener("keydown", (event) => event.key === "Enter" && check(box));
}
for (const choices of all("fieldset.reply")) choices.addEventListener("keydown", goOn);
for (const card of all(".video-card")) card.addEventListener("click", play);
for (const name of bar ? ["copy", "clear"] : []) {
  bar.querySelector(`[data-do=${name}]`).addEventListener("click", async () => {
    const [script] = await Promise.all([import("./desk/bar.js"), open()]);
    script[name]();
  });
}
