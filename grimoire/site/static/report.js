// A problem is told where it is seen: each question and each cell has a link to an issue that says where
// it stands. The link of the whole page is their pattern. Which version of the course this is, is asked
// for with the first link that is used.
const whole = document.querySelector(".report-page");
const edition = new URL("edition.json", import.meta.url);
let asked = null;

/** Put other words into the text that the issue begins with. */
const change = (link, from, to) => {
  const address = new URL(link.href);
  address.searchParams.set("body", address.searchParams.get("body").replace(from, to));
  link.href = address;
};

const addLink = (block, name) => {
  const link = whole.cloneNode();
  link.className = "report";
  link.textContent = "Report a problem";
  link.setAttribute("aria-label", `Report a problem with ${name}`);
  change(link, /^Page: .*$/m, (page) => `${page}${block.id ? `#${block.id}` : ""}\nPlace: ${name}`);
  block.append(link);
};

const addVersion = async (link) => {
  if (link.dataset.version) return;
  try {
    const { version, date } = await (asked ??= fetch(edition).then((response) => response.json()));
    if (!link.dataset.version) change(link, /^Version: .*$/m, () => `Version: ${[version, date].filter(Boolean).join(", ")}`);
    link.dataset.version = version;
  } catch {
    link.dataset.version = "unknown"; // the issue can be opened without it
  }
};

const all = (selector) => (whole ? document.querySelectorAll(selector) : []);
all("article .block.question").forEach((block) => addLink(block, block.querySelector(".question-number").textContent));
all("article .cell").forEach((block, place) => addLink(block, `cell ${place + 1}`));
for (const link of all(".report, .report-page")) {
  for (const kind of ["pointerenter", "focus"]) link.addEventListener(kind, () => addVersion(link));
  link.addEventListener("click", async (event) => {
    if (link.dataset.version || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await addVersion(link);
    location.assign(link.href);
  });
}
